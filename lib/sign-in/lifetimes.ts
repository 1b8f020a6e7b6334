/** How long a session lives at most, however busy: one long working day. */
export const sessionHours = 12;
/** How long a sign-in link made on the host works. */
export const inviteMinutes = 24 * 60;
/** How long a sign-in link asked for on the sign-in page works. */
export const mailedLinkMinutes = 15;
/** How long the way to the signer's page stays open. */
export const ticketMinutes = 5;

const minute = 60_000;
/** `from` plus so many minutes. */
export const minutesAfter = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * minute);
