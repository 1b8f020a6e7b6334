import { formatCount, plural } from "@/lib/core/format";
import type { Overview } from "@/lib/overview/queries";

/** What is the case, said before any figure. */
export function headline({ decisions, requests, connections, residue, tokens }: Overview): { title: string; sentence: string } {
  // A log that can't be relied on comes before what it would record.
  const [first] = decisions.shown;
  if (first?.kind === "log") return { title: first.title, sentence: first.why };
  if (connections === 0 && tokens.total === 0)
    return { title: "Nothing is connected yet", sentence: "Connect a system to see its tokens, and the directory to see who left." };
  const { count } = decisions;
  const title = count === 0 ? "Nothing waits for you" : count === 1 ? "One decision is waiting" : `${words[count] ?? formatCount(count)} decisions are waiting`;
  const mine = requests.mine > 0 ? `${plural(requests.mine, "request")} ${requests.mine === 1 ? "waits" : "wait"} for your signature. ` : "";
  const alive = residue.tokens + residue.accounts;
  const things = [residue.tokens > 0 && plural(residue.tokens, "token"), residue.accounts > 0 && plural(residue.accounts, "account")].filter(Boolean);
  const outlives =
    alive > 0 ? `${things.join(" and ")} ${alive === 1 ? "outlives its" : "outlive their"} person.` : "Nothing that we can see outlives its person.";
  return { title, sentence: `${mine}${outlives}` };
}

const words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
