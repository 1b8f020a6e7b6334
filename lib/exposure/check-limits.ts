/** So many found secrets are tried at one connection within an hour: a scan that finds a thousand is no reason to flood it. */
export const mostTriesPerHour = 60;

/** How a try went. `silent`: the vendor said nothing of the secret. `source_gone`, `source_closed`: the secret could not be read again. `rule_off`: a rule of one's own found it, which is off, so nothing finds it again. `rule_changed`: the place was read, and that rule looks otherwise since. `postponed`: too many within the hour. */
export const triedOutcomes = ["answered", "silent", "source_gone", "source_closed", "rule_off", "rule_changed", "postponed"] as const;
export type Tried = (typeof triedOutcomes)[number];
