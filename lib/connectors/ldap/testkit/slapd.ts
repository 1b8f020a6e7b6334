import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "ldapts";
import { localhostCertificate, localhostKey, testAuthority } from "../../testkit/tls-fixture";

const suffix = "dc=example,dc=org";
const root = { dn: `cn=admin,${suffix}`, password: "root-password-of-the-test" };
export const reader = { bindDn: `cn=reader,${suffix}`, password: "reader-password-of-the-test" };
export const people = `ou=people,${suffix}`;

export interface Slapd {
  /** ldaps://127.0.0.1:… */
  tls: string;
  /** ldap://127.0.0.1:…, for StartTLS */
  plain: string;
  admin: Client;
  /** adds an inetOrgPerson and returns its DN */
  addPerson(uid: string, attributes?: Record<string, string | string[]>): Promise<string>;
  /** signs somebody in with a password, as they would */
  signIn(dn: string, password: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** A real OpenLDAP server on free ports in a folder of its own, with password policies, lastbind and memberOf. `sizeLimit` is for everyone but root. */
export async function startSlapd({ sizeLimit = "unlimited" } = {}): Promise<Slapd> {
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-slapd-"));
  await mkdir(path.join(folder, "data"));
  const put = (name: string, content: string) => writeFile(path.join(folder, name), content, { mode: 0o600 });
  await Promise.all([
    put("ca.pem", testAuthority),
    put("cert.pem", localhostCertificate),
    put("key.pem", localhostKey),
    put("slapd.conf", configuration(folder, sizeLimit)),
  ]);
  await chmod(folder, 0o700);
  const [plainPort, tlsPort] = [await freePort(), await freePort()];
  const server = spawn(
    "/usr/sbin/slapd",
    ["-f", path.join(folder, "slapd.conf"), "-h", `ldap://127.0.0.1:${plainPort} ldaps://127.0.0.1:${tlsPort}`, "-d", "0"],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let complaints = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const admin = await connect(plainPort, server, () => complaints);
  await admin.add(suffix, { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" });
  for (const ou of ["people", "groups", "policies"]) await admin.add(`ou=${ou},${suffix}`, { objectClass: "organizationalUnit", ou });
  await admin.add(`cn=default,ou=policies,${suffix}`, {
    objectClass: ["device", "pwdPolicy"],
    cn: "default",
    pwdAttribute: "userPassword",
    pwdLockout: "TRUE",
    pwdMaxFailure: "5",
  });
  await admin.add(reader.bindDn, { objectClass: ["applicationProcess", "simpleSecurityObject"], cn: "reader", userPassword: reader.password });
  return {
    tls: `ldaps://127.0.0.1:${tlsPort}`,
    plain: `ldap://127.0.0.1:${plainPort}`,
    admin,
    async addPerson(uid, attributes = {}) {
      const dn = `uid=${uid},${people}`;
      await admin.add(dn, { objectClass: "inetOrgPerson", uid, cn: uid, sn: uid, ...attributes });
      return dn;
    },
    async signIn(dn, password) {
      const client = new Client({ url: `ldap://127.0.0.1:${plainPort}` });
      try {
        await client.bind(dn, password);
        return true;
      } catch {
        return false;
      } finally {
        await client.unbind();
      }
    },
    async stop() {
      await admin.unbind();
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const configuration = (folder: string, sizeLimit: string) => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
moduleload memberof
pidfile ${folder}/slapd.pid
TLSCACertificateFile ${folder}/ca.pem
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
sizelimit ${sizeLimit}
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${reader.bindDn}" read by anonymous auth by * none
database mdb
suffix "${suffix}"
rootdn "${root.dn}"
rootpw ${root.password}
directory ${folder}/data
maxsize 104857600
dbnosync
lastbind on
overlay ppolicy
ppolicy_default "cn=default,ou=policies,${suffix}"
overlay memberof
`;

async function connect(port: number, server: ChildProcess, complaints: () => string): Promise<Client> {
  for (let tries = 0; ; tries++) {
    const client = new Client({ url: `ldap://127.0.0.1:${port}` });
    try {
      await client.bind(root.dn, root.password);
      return client;
    } catch (error) {
      await client.unbind().catch(() => undefined);
      if (server.exitCode !== null || tries > 100) throw new Error(`slapd did not start: ${complaints()}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
