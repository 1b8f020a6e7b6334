import { textOf } from "../engine/bytes";

/** Whether base64 text behind `pypi-` is a macaroon of version 2 (libmacaroons' binary form) whose location is a package index's host. */
export function isPypiMacaroon(bytes: Uint8Array, start: number, end: number): boolean {
  const data = Buffer.from(textOf(bytes, start + 5, end), "base64url");
  // version 2, field 1 (location), its length, the host, field 2 (identifier)
  if (data[0] !== 2 || data[1] !== 1) return false;
  const length = data[2] ?? 0;
  return /^(?:test\.)?pypi\.org$/.test(data.subarray(3, 3 + length).toString("latin1")) && data[3 + length] === 2;
}
