/** Where this device remembers that somebody does without the keys (WCAG 2.1.4). */
const SWITCH = "arraigo-keys";
const OFF = "off";

const isOn = (): boolean => localStorage.getItem(SWITCH) !== OFF;

const typesInto = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const rows = (): HTMLElement[] =>
  Array.from(document.querySelectorAll<HTMLElement>("[data-row]")).filter(
    (row) => row.getClientRects().length > 0,
  );

/** Go that many rows on from where the focus is; the row's link takes it, so that Enter opens. */
function move(steps: number): void {
  const all = rows();
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[now < 0 ? 0 : now + steps];
  next?.querySelector<HTMLElement>("a[href]")?.focus();
}

function choose(): boolean {
  const row = document.activeElement?.closest("[data-row]");
  const box = row?.querySelector<HTMLInputElement>("input[type=checkbox]");
  box?.click();
  return box != null;
}

function search(): boolean {
  const field = document.querySelector<HTMLInputElement>("#search");
  field?.focus();
  return field != null;
}

/** Do what a key asks for; tell whether it asked for anything. */
function answer(key: string, dialog: HTMLDialogElement): boolean {
  const inList = document.activeElement?.closest("[data-row]") != null;
  if (key === "j" || (key === "ArrowDown" && inList)) move(1);
  else if (key === "k" || (key === "ArrowUp" && inList)) move(-1);
  else if (key === "x") return choose();
  else if (key === "/") return search();
  else if (key === "?") dialog.showModal();
  else return false;
  return true;
}

/** The keys of a list: only where the page tells them, never while typing, and off at will. */
export function listenToKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-keys]");
  const box = dialog?.querySelector<HTMLInputElement>("[data-keys-on]");
  if (!dialog || !box) return;
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : OFF));
  document.querySelector("[data-keys-open]")?.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-keys-close]")?.addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    const isOurs = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (!isOurs || dialog.open || !isOn() || target.closest(typesInto)) return;
    if (answer(event.key, dialog)) event.preventDefault();
  });
}
