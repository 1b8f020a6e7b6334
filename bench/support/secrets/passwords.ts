import type { Chance } from "./random";

const lower = "abcdefghijkmnopqrstuvwxyz";
const upper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const digits = "23456789";

/** Passwords as people and generators make them. */
export function password(by: Chance): string {
  const word = () => by.pick(["Winter", "Summer", "Falcon", "Orange", "Monday", "Berlin", "Dragon", "Coffee", "Tiger", "Copper"]);
  return by.pick([
    () => `${word()}${by.between(2019, 2027)}${by.pick(["!", "#", "$$", "?", ""])}`,
    () => `${word()}-${word().toLowerCase()}-${by.between(10, 99)}`,
    () => by.text(lower + upper + digits, by.between(10, 20)),
    () => by.text(`${lower}${upper}${digits}!#%*+-_=?@^`, by.between(12, 20)),
    () => `${word().replace("o", "0").replace("e", "3").replace("a", "@")}${by.between(1, 99)}!`,
    () => `${by.text(lower, 4)}${by.text(digits, 4)}${by.text(upper, 2)}`,
  ])();
}

/** What programs make to be a key. */
export function opaque(by: Chance): string {
  return by.pick([
    () => by.text(`${lower}${upper}${digits}`, by.between(24, 48)),
    () => by.text("0123456789abcdef", by.pick([32, 40, 48, 64])),
    () => by.bytes(by.pick([24, 32, 48])).toString("base64"),
    () => by.bytes(by.pick([24, 32])).toString("base64url"),
    () => by.text(`${lower}${digits}`, by.between(20, 36)),
  ])();
}
