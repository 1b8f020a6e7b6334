/** A rule of a user's own that can't be used, and why. */
export class InvalidRule extends Error {
  constructor(
    readonly rule: string,
    readonly reason: string,
  ) {
    super(`rule ${rule}: ${reason}`);
    this.name = "InvalidRule";
  }
}
