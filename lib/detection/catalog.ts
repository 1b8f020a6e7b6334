import type { Rule, RuleId } from "./contract";
import { departedStillAlive } from "./rules/departed-still-alive";
import { neverExpires } from "./rules/never-expires";
import { noOwner } from "./rules/no-owner";

/** Every rule, in the order in which they are shown. */
export const rules: readonly Rule[] = [departedStillAlive, noOwner, neverExpires];

/** A rule by id; undefined for one that this version does not know (a finding may be older or newer than the code). */
export const ruleOf = (id: string): Rule | undefined => rules.find((rule) => rule.id === (id as RuleId));
