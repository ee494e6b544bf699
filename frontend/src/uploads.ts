import { shrinkPhoto } from "./photos";

/** A file over `data-max-bytes` is put aside with `data-too-big` beside it: nothing is sent. */
export function checkUploads(): void {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.dataset["maxBytes"]) return;
    if ("photo" in input.dataset) void shrinkPhoto(input).then(() => checkSize(input));
    else checkSize(input);
  });
}

function checkSize(input: HTMLInputElement): void {
  input.parentElement?.querySelector("[data-upload-error]")?.remove();
  const file = input.files?.[0];
  if (!file || file.size <= Number(input.dataset["maxBytes"])) return;
  input.value = "";
  const told = document.createElement("p");
  told.className = "field-error";
  told.setAttribute("role", "alert");
  told.dataset["uploadError"] = "";
  told.textContent = input.dataset["tooBig"] ?? "";
  input.after(told);
}
