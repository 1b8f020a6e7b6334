import { armor, Decrypter, Encrypter } from "age-encryption";

/** A sealed text that could not be opened. `reason` tells whose fault it is; neither it nor the message holds any part of the content. */
export class Unsealable extends Error {
  constructor(
    readonly reason: "not_ours" | "malformed",
    message: string,
  ) {
    super(message);
    this.name = "Unsealable";
  }
}

/** Encrypts a text to one age recipient (`age1…`), as armored age. Works in browsers too. Throws when the recipient is none. */
export async function sealText(recipient: string, text: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

/** Opens an armored age text with an identity (`AGE-SECRET-KEY-1…`). Throws Unsealable. */
export async function openText(identity: string, sealed: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  let file: Uint8Array;
  try {
    file = armor.decode(sealed);
  } catch {
    throw new Unsealable("malformed", "The sealed text is not in age's armored form. Seal the credential again.");
  }
  try {
    return await decrypter.decrypt(file, "text");
  } catch (error) {
    // The library has one message for "none of your keys"; everything else is a damaged or foreign file.
    if (error instanceof Error && /no identity matched/.test(error.message))
      throw new Unsealable(
        "not_ours",
        "The credential is sealed to another process. Seal it again, to the recipient that countersign credential recipient shows.",
      );
    throw new Unsealable("malformed", "The sealed text is damaged. Seal the credential again.");
  }
}
