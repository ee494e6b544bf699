/** Shows the half of every `data-connection` mark that is true: in line, or without signal. */
export function watchConnection(): void {
  const show = (): void => {
    const state = navigator.onLine ? "online" : "offline";
    document.querySelectorAll<HTMLElement>("[data-connection]").forEach((mark) => {
      mark.dataset.connection = state;
      mark.querySelectorAll<HTMLElement>("[data-when]").forEach((half) => {
        half.hidden = half.dataset.when !== state;
      });
    });
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
