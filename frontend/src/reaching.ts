/** How one reached out, by the address of the link. */
const MODES: Record<string, string> = { "tel:": "call", "https:": "message" };

/** What the tab remembers: the id of the line of the agenda (or case), by how one reached out. */
const key = (mode: string): string => `reached-by-${mode}`;

/**
 * After a tap on «Llamar» or «WhatsApp» inside a `data-reach`, its `data-answered` asks what came
 * of it when one looks at the page again, also after it was loaded anew, until one has told it or
 * put it off. A tab without a session forgets.
 */
export function askWhatCameOfIt(): void {
  if (!document.querySelector("[data-signed-in]")) return forget();
  document.addEventListener("click", (event) => {
    const pressed = (event.target as Element).closest<HTMLElement>("[data-reach] :is(a, button)");
    if (pressed instanceof HTMLAnchorElement) reachedOut(pressed);
    else if (pressed?.matches("[data-later]")) later(pressed);
  });
  document.addEventListener("submit", (event) => {
    if ((event.target as Element).matches("[data-reach] form, [data-tells-contact]")) forget();
  });
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pageshow", ask);
  window.addEventListener("focus", ask);
}

function reachedOut(link: HTMLAnchorElement): void {
  const mode = MODES[link.protocol];
  const id = link.closest<HTMLElement>("[data-reach]")?.dataset["reach"];
  if (!mode || !id || link.host === location.host) return;
  forget();
  sessionStorage.setItem(key(mode), id);
}

function later(button: HTMLElement): void {
  forget();
  const question = button.closest<HTMLElement>("[data-answered]");
  if (question) question.hidden = true;
}

function ask(): void {
  if (document.visibilityState !== "visible") return;
  for (const mode of Object.values(MODES)) {
    const id = sessionStorage.getItem(key(mode));
    if (!id) continue;
    const question = document.querySelector<HTMLElement>(
      `[data-reach="${CSS.escape(id)}"] [data-answered]`,
    );
    if (question?.hidden) show(question, mode);
  }
}

function show(question: HTMLElement, mode: string): void {
  const told = question.querySelector<HTMLInputElement>("input[name=mode]");
  const link = question.querySelector<HTMLAnchorElement>("a");
  if (told) told.value = mode;
  if (link) link.search = `?por=${mode}`;
  question.hidden = false;
  question.focus();
}

function forget(): void {
  Object.values(MODES).forEach((mode) => sessionStorage.removeItem(key(mode)));
}
