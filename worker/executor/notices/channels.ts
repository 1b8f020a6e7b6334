import { createTransport } from "nodemailer";
import { fetch } from "undici";

/** What one notice says. Holds no secret: names, numbers, digests, a command and a link. */
export interface Message {
  kind: string;
  subject: string;
  text: string;
  url: string;
  /** e-mail addresses */
  to: readonly string[];
}

export interface Channel {
  name: "mail" | "webhook";
  /** Throws when it was not taken; the message says why, without addresses or credentials. */
  send(message: Message): Promise<void>;
}

export interface ChannelSettings {
  smtpUrl?: string;
  smtpFrom?: string;
  webhook?: string;
}

/** The channels that are set up; none is fine, and then nothing is sent. */
export function openChannels({ smtpUrl, smtpFrom, webhook }: ChannelSettings): Channel[] {
  const channels: Channel[] = [];
  if (smtpUrl) channels.push(mail(smtpUrl, smtpFrom ?? "countersign@localhost"));
  if (webhook) channels.push(hook(webhook));
  return channels;
}

/** Says nothing about the mail server: the next notice may well be taken. */
export const nobodyToWriteTo = "nobody whom it concerns has an e-mail address";

const patienceMilliseconds = 10_000;

/** The URL with short waits, unless it says others: by default a mail server may keep silent for minutes. */
function impatient(address: string): string {
  const url = new URL(address);
  for (const wait of ["connectionTimeout", "greetingTimeout", "socketTimeout"])
    if (!url.searchParams.has(wait)) url.searchParams.set(wait, String(patienceMilliseconds));
  return url.toString();
}

function mail(url: string, from: string): Channel {
  const transport = createTransport(impatient(url));
  return {
    name: "mail",
    async send({ subject, text, url: link, to }) {
      if (to.length === 0) throw new Error(nobodyToWriteTo);
      try {
        await transport.sendMail({ from, bcc: [...to], subject, text: `${text}\n\n${link}\n` });
      } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "no answer";
        throw new Error(`the mail server did not take it (${code})`);
      }
    },
  };
}

function hook(address: string): Channel {
  return {
    name: "webhook",
    async send({ kind, subject, text, url }) {
      const response = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ kind, subject, text, url }),
        redirect: "error",
        signal: AbortSignal.timeout(patienceMilliseconds),
      }).catch(() => {
        throw new Error("the webhook did not answer");
      });
      if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
    },
  };
}
