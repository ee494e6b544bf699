/** A list whose rows are chosen: says how many are, and chooses all of the page at once. */
export function countChosen(): void {
  const form = document.querySelector<HTMLFormElement>("[data-choosing]");
  const bar = form?.querySelector<HTMLElement>("[data-chosen-bar]");
  const count = form?.querySelector<HTMLElement>("[data-chosen-count]");
  if (!form || !bar || !count) return;
  const boxes = (): HTMLInputElement[] =>
    Array.from(form.querySelectorAll<HTMLInputElement>("[data-row] input[type=checkbox]"));
  const tell = (): void => {
    const chosen = boxes().filter((box) => box.checked).length;
    const { none = "", one = "", many = "" } = count.dataset;
    count.textContent = chosen === 0 ? none : chosen === 1 ? one : many.replace("%n", `${chosen}`);
    bar.toggleAttribute("data-some", chosen > 0);
  };
  form.addEventListener("change", tell);
  form.querySelector("[data-choose-all]")?.addEventListener("click", () => {
    const all = boxes();
    const wanted = all.some((box) => !box.checked);
    all.forEach((box) => (box.checked = wanted));
    tell();
  });
  // Coming back with the browser's button shows the boxes as they were left.
  window.addEventListener("pageshow", tell);
}
