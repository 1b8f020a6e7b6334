/**
 * After how many days without use a token counts as unused where no TTL policy says otherwise. A suggestion, shown as one: the password
 * and access-key reviews of PCI DSS 4.0.1 (8.2.6, inactive accounts within 90 days) and common cloud reports use the same quarter of a year.
 */
export const suggestedUnusedDays = 90;
