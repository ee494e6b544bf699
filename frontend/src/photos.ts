/**
 * A photo is drawn smaller on the phone before it is sent: it leaves without place or moment, and
 * arrives sooner over a poor connection. The server makes it anew all the same.
 */

const LONGEST = 2000;
const LIGHT = 300_000;

/** Put a smaller photo in the place of the chosen one; one the browser cannot read stays. */
export async function shrinkPhoto(input: HTMLInputElement): Promise<void> {
  const chosen = input.files?.[0];
  if (!chosen || chosen.size <= LIGHT) return;
  try {
    const smaller = await redrawn(chosen);
    if (!smaller || smaller.size >= chosen.size || input.files?.[0] !== chosen) return;
    const files = new DataTransfer();
    files.items.add(new File([smaller], "foto.jpg", { type: smaller.type }));
    input.files = files.files;
  } catch {
    // The server says what is wrong with it.
  }
}

async function redrawn(file: File): Promise<Blob | null> {
  const photo = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(photo.width, photo.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(photo.width * scale);
  canvas.height = Math.round(photo.height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(photo, 0, 0, canvas.width, canvas.height);
  photo.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}
