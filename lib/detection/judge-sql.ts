import { Prisma } from "../core/db";
import { rules } from "./catalog";
import type { FactorSql, Rule, TokenJudgement } from "./contract";
import { commonFactors, criticalFactors, factor, factors, literal, severityOf } from "./verdict-sql";

/** The rules about tokens, in the catalogue's order: a judgement holds one number for each. */
export const tokenRules = rules.filter((rule): rule is Rule & { token: TokenJudgement } => rule.token !== undefined);

/** A rule's own factors before those that every rule shares. */
const factorsOf = ({ token }: { token: TokenJudgement }): FactorSql[] => {
  const own = new Set(token.factors.map(({ name }) => name));
  return [...token.factors, ...commonFactors.filter(({ name }) => !own.has(name))];
};

const bit = (n: number) => Prisma.raw(String(2 ** n));
/** A rank stands above twenty bits of factors, and is never below -1: what lies beyond the five counts as their end only when it is read. */
const rankUnit = bit(20);
const rankShift = Prisma.raw("2");
const sum = (parts: readonly FactorSql[], first: number): Prisma.Sql =>
  Prisma.join(
    parts.map(({ when }, n) => Prisma.sql`case when ${when} then ${bit(first + n)} else 0 end`),
    " + ",
  );
/** Factors that many rules share hold for a token once, whatever the rule: `marks`, a bit each. */
const sharedFactors = [...criticalFactors, ...commonFactors];
/** Severity and factors as one number, so that two judgements can be compared without building either. */
const weightOf = (rule: Rule & { token: TokenJudgement }): Prisma.Sql => {
  const all = factorsOf(rule);
  const own = all.filter((each) => !sharedFactors.includes(each));
  const mask = sharedFactors.reduce((bits, each, n) => bits + (all.includes(each) ? 2 ** n : 0), 0);
  return Prisma.sql`(${rankUnit} * (${rule.token.rank} + ${rankShift}) + (j.marks & ${Prisma.raw(String(mask))}) ${own.length > 0 ? Prisma.sql`+ ${sum(own, sharedFactors.length)}` : Prisma.empty})`;
};

/** The weight where it is true, the negative weight where the rule keeps it, -1 where it is kept because nobody vouches for what would close it, 0 = false, in the order in which the reasons count. */
function codeOf(rule: Rule & { token: TokenJudgement }): Prisma.Sql {
  const { token, endsWithDeath } = rule;
  const byVendor = Prisma.sql`case when j.vouched then 0 else -1 end`;
  const weight = weightOf(rule);
  const ended = token.despiteDeath ? Prisma.sql`j.ended and not ${token.despiteDeath}` : Prisma.sql`j.ended`;
  return Prisma.sql`case when ${endsWithDeath ? ended : Prisma.sql`j.sighting`} then 0
    when ${token.holds} then ${token.endsWithExpiry ? Prisma.sql`case when j.expired then ${byVendor} else ${weight} end` : weight}
    ${token.kept ? Prisma.sql`when ${token.kept} then -${weight}` : Prisma.empty} ${token.lifted ? Prisma.sql`when ${token.lifted} then 0` : Prisma.empty} else ${token.endsBy === "vendor" ? byVendor : Prisma.sql`0`} end`;
}

const codes = Prisma.sql`array[${Prisma.join(tokenRules.map(codeOf))}]::int[]`;
const shared = Prisma.sql`j.state = 'expired' as expired, ${sum(sharedFactors, 0)} as marks`;

/** From `judged j`: `columns` of it, and `codes`, one number a rule. */
export const coded = (columns: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select ${columns}, ${codes} as codes from (select j.*, ${shared} from judged j offset 0) j`;

/** The columns of `judged` that `codes` is made of, and these. */
export const codedFrom = (...columns: string[]): ReadonlySet<string> =>
  new Set([...columns, ...[...`${codes.text} ${shared.text}`.matchAll(/\bj\.([a-z_0-9]+)/g)].map((found) => found[1] as string)]);

/** When time alone may change a verdict next; null where it never does. */
export const dueAt: Prisma.Sql = Prisma.sql`(select min(m) from unnest(array[${Prisma.join([
  Prisma.sql`case when j.expiry = 'at' then j.expires_at end`,
  ...tokenRules.flatMap(({ token }) => token.moments ?? []),
])}]) m where m > j.now)`;

/** The id of the rule whose number is `n`, counted from 1. */
export const ruleId = Prisma.sql`(array[${Prisma.join(tokenRules.map(({ id }) => literal(id)))}])[v.n]`;

/** One expression a rule, chosen by `v.n`: PostgreSQL evaluates the chosen one alone. */
const chosen = (of: (rule: (typeof tokenRules)[number]) => Prisma.Sql): Prisma.Sql =>
  Prisma.sql`case v.n ${Prisma.join(
    tokenRules.map((rule, n) => Prisma.sql`when ${Prisma.raw(String(n + 1))} then ${of(rule)}`),
    " ",
  )} end`;

export const chosenPerson = chosen(({ token }) => token.person ?? Prisma.sql`null::uuid`);
export const chosenFactors = chosen((rule) =>
  factors(...factorsOf(rule).map(({ name, when, words, effect }) => Prisma.sql`case when ${when} then ${factor(name, words, effect)} end`)),
);
export const chosenBeyond = chosen(({ token }) => token.beyond ?? Prisma.sql`false`);
export const chosenSeverity = severityOf(Prisma.sql`abs(v.code) / ${rankUnit} - ${rankShift}`);

/** The proof that a token is dead: its execution. */
const proof = Prisma.sql`(select jsonb_build_object('execution', e.id, 'request', e.request_id, 'result', e.result, 'provenAt', e.ended_at)
  from execution e where e.token_id = j.token_id and e.status = 'proven' and e.effect = 'dead' order by e.ended_at desc nulls last, e.id limit 1)`;

export const chosenEvidence = Prisma.sql`jsonb_strip_nulls(${chosen(({ token }) => token.evidence)} || case when v.code <> 0 then '{}'::jsonb
  when j.sighting then jsonb_build_object('because', 'another row speaks for it: this one is a sighting of the same token', 'principal', j.merged_into)
  when j.state = 'dead' then jsonb_build_object('because', 'the token is proven dead', 'proof', ${proof})
  else jsonb_build_object('state', j.state, 'because', case when j.state = 'expired' and ${chosen(({ token }) => (token.endsWithExpiry ? Prisma.sql`(${token.holds})` : Prisma.sql`false`))}
    then 'the token has expired by the vendor''s date' else ${chosen(({ token }) => token.because)} end) end)`;
