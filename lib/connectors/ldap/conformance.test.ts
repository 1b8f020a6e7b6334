import { Attribute, Change } from "ldapts";
import { directoryConformance } from "../testkit/conformance-directory";
import { FaultyWire } from "../testkit/faulty-wire";
import { keptLog, openForTest, testPepper } from "../testkit/open";
import { testAuthority } from "../testkit/tls-fixture";
import { Witness } from "../testkit/witness";
import { ldapReadConnector } from "./read";
import { people, reader, startSlapd } from "./testkit/slapd";

directoryConformance({
  read: ldapReadConnector,
  many: 12,
  async start() {
    const slapd = await startSlapd();
    const wire = await FaultyWire.start(Number(new URL(slapd.tls).port));
    const wrong = "not-the-password-canary-8841";
    const { log, lines } = keptLog();
    // the directory's client logs nothing, and the witness wants a line to look at
    log.info("an LDAP directory under test");
    const http = openForTest({ origin: "https://unused.example.com", credential: reader, log, pepper: testPepper() });
    const dnOf = (userName: string) => `uid=${userName},${people}`;
    return {
      open: (credential = reader, signal) => ({
        ...{ ...http, credential, signal, origin: `ldaps://127.0.0.1:${wire.port}`, ca: testAuthority, allowPrivate: true },
        settings: { base: people, pageSize: 5 },
      }),
      break: (fault) => wire.break(fault),
      badCredential: { ...reader, password: wrong },
      witness: new Witness([reader.password, wrong], lines),
      addPerson: async (userName, mail, manager) => void (await slapd.addPerson(userName, { mail, ...(manager ? { manager: dnOf(manager) } : {}) })),
      removePerson: (userName) => slapd.admin.del(dnOf(userName)),
      suspendPerson: (userName) =>
        slapd.admin.modify(
          dnOf(userName),
          new Change({ operation: "add", modification: new Attribute({ type: "pwdAccountLockedTime", values: ["000001010000Z"] }) }),
        ),
      addUnreadable: () => slapd.admin.add(`cn=Nameless,${people}`, { objectClass: "inetOrgPerson", cn: "Nameless", sn: "Nameless" }),
      async stop() {
        await wire.close();
        await slapd.stop();
      },
    };
  },
});
