import { find } from "./find";

const roles: Record<string, string> = {
  THEAD: "rowgroup",
  TBODY: "rowgroup",
  TFOOT: "rowgroup",
  TR: "row",
  TD: "cell",
};

/** Shown as cards, a table would lose its meaning for screen readers: say it in roles. */
export function giveTablesTheirRoles(root: ParentNode): void {
  find(root, "table[data-cards]").forEach((table) => {
    table.setAttribute("role", "table");
    table.querySelectorAll<HTMLElement>("thead, tbody, tfoot, tr, td, th").forEach((part) => {
      const heading = part.closest("thead") ? "columnheader" : "rowheader";
      part.setAttribute("role", roles[part.tagName] ?? heading);
    });
  });
}
