import "./styles/app.scss";
import { countChosen } from "./choosing";
import { watchConnection } from "./connection";
import { focusErrorSummary, openErrorLinks } from "./errors";
import { listenToKeys } from "./keys";
import { enhanceMenus, enhancePrintButtons } from "./menus";
import { enhancePasskeys } from "./passkeys";
import { askWhatCameOfIt } from "./reaching";
import { enhanceSignatures } from "./signature";
import { guardSubmissions } from "./submissions";
import { giveTablesTheirRoles } from "./tables";
import { checkUploads } from "./uploads";

/** What a page, or a fragment that htmx has just put into it, needs once. */
function enhance(root: ParentNode): void {
  enhanceSignatures(root);
  giveTablesTheirRoles(root);
  focusErrorSummary(root);
}

document.documentElement.classList.add("js");
watchConnection();
openErrorLinks();
enhanceMenus();
enhancePrintButtons();
guardSubmissions();
askWhatCameOfIt();
checkUploads();
countChosen();
listenToKeys();
enhancePasskeys(document);
enhance(document);

document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement && event.target !== document.body) {
    enhance(event.target);
  }
});
