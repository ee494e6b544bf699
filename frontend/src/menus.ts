/** A `details` menu closes with Escape and with a touch outside it. */
export function enhanceMenus(): void {
  const opened = (): HTMLDetailsElement | null =>
    document.querySelector<HTMLDetailsElement>("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    const menu = opened();
    if (menu && !menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = opened();
    if (!menu || event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}

/** A button with `data-print` opens the print dialog. */
export function enhancePrintButtons(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-print]")) window.print();
  });
}
