import { createServer, type Server } from "node:http";
import net, { type AddressInfo } from "node:net";

export interface Posted {
  kind: string;
  subject: string;
  text: string;
  url: string;
}
export interface Mailed {
  to: string[];
  text: string;
}

/** A webhook and a mail server, real on the wire, that keep what they were sent. */
export interface Receivers {
  webhook: string;
  smtpUrl: string;
  posted: Posted[];
  mails: Mailed[];
  /** what a webhook says that takes nothing; null = it takes everything */
  refusing: number | null;
  close(): void;
}

export async function startReceivers(): Promise<Receivers> {
  const hook = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (receivers.refusing === null) receivers.posted.push(JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(receivers.refusing ?? 204).end();
  });
  const smtp = mailServer((mail) => receivers.mails.push(mail));
  const [hookPort, smtpPort] = [await listening(hook), await listening(smtp)];
  const receivers: Receivers = {
    webhook: `http://127.0.0.1:${hookPort}/`,
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    posted: [],
    mails: [],
    refusing: null,
    close() {
      hook.close();
      smtp.close();
    },
  };
  return receivers;
}

const listening = (server: net.Server | Server) =>
  new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));

/** As much of an SMTP server as a client needs. Texts are taken out of quoted-printable. */
function mailServer(take: (mail: Mailed) => void): net.Server {
  return net.createServer((socket) => {
    let data: string[] | null = null;
    let to: string[] = [];
    const answer = (line: string): string | null => {
      if (data !== null) {
        if (line !== ".") {
          data.push(line);
          return null;
        }
        take({ to, text: plain(data.join("\n")) });
        [data, to] = [null, []];
        return "250 taken";
      }
      const recipient = /^RCPT TO:<([^>]*)>/.exec(line)?.[1];
      if (recipient) to.push(recipient);
      if (line === "DATA") data = [];
      return line === "DATA" ? "354 go on" : line === "QUIT" ? "221 bye" : "250 ok";
    };
    let rest = "";
    socket.write("220 test\r\n");
    socket.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const said = answer(line);
        if (said) socket.write(`${said}\r\n`);
      }
    });
    socket.on("error", () => undefined);
  });
}

const plain = (text: string): string => text.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
