/** After this long (ms) a form may be sent again: the network may have swallowed it. */
const PATIENCE = 8000;

/** A form marked `data-download` leaves its page standing: it may be sent again soon. */
const DOWNLOAD_PATIENCE = 1500;

/**
 * A form with personal data is sent once: a second press while it travels does nothing, and its
 * button says that it is busy. When htmx gets no good answer, the page says so in words.
 */
export function guardSubmissions(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    event.submitter?.setAttribute("aria-busy", "true");
    const wait = "download" in form.dataset ? DOWNLOAD_PATIENCE : PATIENCE;
    setTimeout(() => release(form), wait);
  });
  // Coming back with the browser's button may show the page as it was left.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach(release);
  });
  const alert = document.querySelector<HTMLElement>("[data-send-error]");
  const say = (failed: boolean) => (): void => {
    if (alert) alert.hidden = !failed;
  };
  document.addEventListener("htmx:sendError", say(true));
  document.addEventListener("htmx:responseError", say(true));
  document.addEventListener("htmx:afterSwap", say(false));
}

function release(form: HTMLFormElement): void {
  delete form.dataset.sent;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
}
