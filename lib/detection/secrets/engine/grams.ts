import type { Pattern } from "./filter";
import { type Entry, gramOf } from "./sieve";

const everyByte = Array.from({ length: 256 }, (_, byte) => byte);
/** What may stand before a word's beginning: no letter, figure or underscore, but those that end an escape (`\n`, `%3D`). */
const beforeWord = everyByte.filter((byte) => !/[g-mo-qsu-zG-Z_]/.test(String.fromCharCode(byte)));

/**
 * A pattern's entries: of two overlapping stretches of four bytes, the rarest, one stands at an even place. A stretch may begin with what stands before the
 * pattern, and end with what must follow it; one of three bytes has no others.
 */
export function entriesOf(text: Uint8Array, pattern: number, { preceding, following, edge }: Pattern): Entry[] {
  const before = foldedOnce(preceding ?? (edge === true ? beforeWord : everyByte));
  const behind = foldedOnce(following ?? everyByte);
  const stretch = (shift: number): string[] => {
    const fixed = folded(text.subarray(Math.max(0, shift), shift + 4));
    if (shift < 0) return before.map((byte) => byte + fixed);
    return fixed.length < 4 ? behind.map((byte) => fixed + byte) : [fixed];
  };
  // where nothing must follow, the text may end
  const last = text.length - (following !== undefined || text.length === 3 ? 4 : 5);
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let shift = -1; shift <= last; shift++) {
    const cost = [...stretch(shift), ...stretch(shift + 1)].reduce((sum, gram) => sum + costOf(gram), 0);
    if (cost < least) [best, least] = [shift, cost];
  }
  return [best, best + 1].flatMap((shift) => {
    // as far from the gram as the pattern goes; one of three bytes has no more than its gram
    const more = 2 * shift > text.length - 4 ? 0 : text.length - 4;
    const moreGram = text.length === 3 ? null : gramIn(folded(text.subarray(more, more + 4)));
    return stretch(shift).map((gram) => ({
      gram: gramIn(gram),
      pattern,
      shift,
      more: moreGram ?? gramIn(gram),
      moreBehind: moreGram === null ? 0 : more - shift,
    }));
  });
}

/** Bytes that a gram has alike, as one ASCII character. */
const folded = (bytes: Iterable<number>): string => String.fromCharCode(...[...bytes].map((byte) => (byte & 0x5f) | 0x20));
const foldedOnce = (bytes: readonly number[]): string[] => [...new Set(folded(bytes))];
const gramIn = (text: string): number => gramOf(text.charCodeAt(0), text.charCodeAt(1), text.charCodeAt(2), text.charCodeAt(3));

/** Characters, folded, by how often they stand in programs, documents, data and logs, rarest first; `*` is the end of a line too. */
const byRarity = "%!~&?+z8|q7<j9$5#>`'64=3(kx};vw{1)0/y\x7f,2bg\".-fh:mpudcl*oraintse ";
const rarity = new Map([...byRarity].map((character, at) => [character, at + 2]));

/** Words that stand everywhere, in chats and logs as in programs, some named as often as they weigh: so do four letters of them, though some may be rare. */
const everydayWords = `
  the this with from that will have what which when then than they their there these those here where would should could must may not and but for are was
  were been being has had does done your you our all any each more most some such other same only also just after before since until while over under into
  onto about between through without within type name return data string import const value error file test default node version class true false https
  export input source config path function module object none args status array index list build size number client update base perl options field null
  output length command next license runtime void else code modules read result request order first time date configure connection link package python react
  text item http define description line used main pass find installed filter buffer user info account docs format target common make reference public debug
  extends count server dependencies schema using throw stream boolean cache filename java mode core parse write typedef state page head policy point
  extensions browser method context undefined async require static exception internal select case call template message system software support example
  small header directory open document start unit html content person operation values copyright email block model private change element library entry
  params local delete unique offset handle script copy init push free process left sort promise root struct current optional parent print group image
  interface handler keys match forward remove sign access author address query level release unknown like load scripts auth vendor table encoding global
  byte response section prefix empty host never back event property valid close range record attribute control memory patch arguments append tree socket
  extension components signature program token tokens linux right pointer cloud random binary width single work invalid flags session body action allow
  decode resolve title reason available shared permission begin comment child expect parameter repository commit form created mark color timeout constructor
  service login logout search report dashboard customer team review deploy merge success failed retry today yesterday morning meeting invoice job store
  admin project product company staging production password secret credential note database cluster region bucket queue worker folder backup container
  kernel device key _key .key -key api_key oauth oriz authorization network proxy router gateway certificate domain
  block_id block_id rich_text thread_ts client_msg_id login login login login logins login login session header auth auth auth oauth default default default
`;
const everyday = new Map<string, number>();
const sample = folded(Buffer.from(everydayWords.replace(/\s+/g, " ")));
for (let at = 0; at + 4 <= sample.length; at++) {
  const gram = sample.slice(at, at + 4);
  everyday.set(gram, (everyday.get(gram) ?? 0) + 1);
}
const everydayTimes = 10;
/** What a gram costs that never stands anywhere: others' hashes are like its own. */
const eachGram = 2e6;

/** About how often a gram stands in a text, in no unit but this one. */
function costOf(gram: string): number {
  let cost = 1 + everydayTimes * (everyday.get(gram) ?? 0);
  for (const character of gram) cost *= rarity.get(character) ?? 1;
  return eachGram + cost;
}
