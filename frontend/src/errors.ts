import { find } from "./find";

/** Moves the focus to the error summary, so that it is read out and seen first. */
export function focusErrorSummary(root: ParentNode): void {
  find(root, "[data-error-summary]")[0]?.focus();
}

/** A link of the summary goes to its field with the label in sight, not only the box. */
export function openErrorLinks(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("[data-error-summary] a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest("[data-field]") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
