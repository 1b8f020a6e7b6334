import "server-only";
import { createTransport } from "nodemailer";
import { unavailable } from "../core/errors";
import type { Mail } from "../sign-in/mail-link";
import { webEnv } from "./web-env";

/** Sends one mail through SMTP_URL. Throws Unavailable where mail is not set up, and the transport's own error where it fails. */
export async function sendMail({ to, subject, text }: Mail): Promise<void> {
  const { SMTP_URL, SMTP_FROM } = webEnv();
  if (!SMTP_URL || !SMTP_FROM) throw unavailable("E-mail is not set up here. Ask an administrator for a sign-in link instead.");
  await createTransport(SMTP_URL).sendMail({ from: SMTP_FROM, to, subject, text });
}
