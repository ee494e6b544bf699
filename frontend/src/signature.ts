import { find } from "./find";

/** A pad of `data-signature`: strokes on its canvas become a PNG in its hidden input. */
export function enhanceSignatures(root: ParentNode): void {
  find(root, "[data-signature]").forEach(prepare);
}

function prepare(pad: HTMLElement): void {
  const canvas = pad.querySelector("canvas");
  const input = pad.querySelector<HTMLInputElement>("input[type=hidden]");
  const clear = pad.querySelector<HTMLButtonElement>("[data-signature-clear]");
  const pen = canvas?.getContext("2d");
  if (!canvas || !input || !clear || !pen || pad.dataset.ready) return;
  pad.dataset.ready = "true";
  pen.strokeStyle = "#14251b";
  pen.lineWidth = 2.5;
  pen.lineCap = pen.lineJoin = "round";
  if (input.value) void restore(input.value, pen);

  const place = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  };
  let drawing = false;
  const move = (event: PointerEvent): void => {
    if (!drawing) return;
    pen.lineTo(...place(event));
    pen.stroke();
  };
  const stop = (): void => {
    if (!drawing) return;
    drawing = false;
    input.value = canvas.toDataURL("image/png");
  };
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
    move(event);
  });
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", stop);
  canvas.addEventListener("pointercancel", stop);
  clear.addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    input.value = "";
    canvas.focus();
  });
}

/** Draws a signature that came back with the form; decoded by hand, so no `data:` is loaded. */
async function restore(value: string, pen: CanvasRenderingContext2D): Promise<void> {
  const bytes = Uint8Array.from(atob(value.split(",")[1] ?? ""), (c) => c.charCodeAt(0));
  pen.drawImage(await createImageBitmap(new Blob([bytes], { type: "image/png" })), 0, 0);
}
