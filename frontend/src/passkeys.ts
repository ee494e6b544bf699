/**
 * Passkeys. A form with `data-passkey="create"` or `"get"` asks this device for its answer to the
 * server's question and sends it; the question stands in `data-options`, or is fetched from the
 * form's own address when it is wanted, so that a page nobody uses a key on leaves no question.
 */

type Question = { publicKey: Record<string, unknown> };

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function named(list: unknown): PublicKeyCredentialDescriptor[] {
  const known = (list ?? []) as { type: PublicKeyCredentialType; id: string; transports?: AuthenticatorTransport[] }[];
  return known.map((each) => ({ ...each, id: bytes(each.id) }));
}

/** An address of the network has no passkeys: they belong to a name. */
function isPossible(): boolean {
  return "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(location.hostname);
}

async function create(question: Question): Promise<object> {
  const asked = question.publicKey;
  const user = asked.user as { id: string };
  const made = (await navigator.credentials.create({
    publicKey: {
      ...(asked as unknown as PublicKeyCredentialCreationOptions),
      challenge: bytes(asked.challenge as string),
      user: { ...(user as unknown as PublicKeyCredentialUserEntity), id: bytes(user.id) },
      excludeCredentials: named(asked.excludeCredentials),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...answered(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
    },
  };
}

async function get(question: Question): Promise<object> {
  const asked = question.publicKey;
  const given = (await navigator.credentials.get({
    publicKey: {
      ...(asked as unknown as PublicKeyCredentialRequestOptions),
      challenge: bytes(asked.challenge as string),
      allowCredentials: named(asked.allowCredentials),
    },
  })) as PublicKeyCredential;
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    ...answered(given),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

function answered(key: PublicKeyCredential): object {
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    clientExtensionResults: key.getClientExtensionResults(),
  };
}

async function questionOf(form: HTMLFormElement): Promise<Question> {
  if (form.dataset.options) return JSON.parse(form.dataset.options) as Question;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return ((await answer.json()) as { request_options: Question }).request_options;
}

async function use(form: HTMLFormElement): Promise<void> {
  const trouble = form.querySelector<HTMLElement>("[data-passkey-trouble]");
  if (trouble) trouble.hidden = true;
  try {
    const question = await questionOf(form);
    const answer = await (form.dataset.passkey === "create" ? create(question) : get(question));
    form.querySelector<HTMLInputElement>("input[name=credential]")!.value = JSON.stringify(answer);
    form.submit();
  } catch {
    if (trouble) trouble.hidden = false;
  }
}

/** Lets the forms of passkeys work where the device can; elsewhere shows what says so. */
export function enhancePasskeys(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = !isPossible();
    form.querySelector("button[type=button]")?.addEventListener("click", () => void use(form));
  }
  for (const note of root.querySelectorAll<HTMLElement>("[data-passkey-impossible]")) {
    note.hidden = isPossible();
  }
}
