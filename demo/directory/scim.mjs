const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ending = "urn:ietf:params:scim:schemas:extension:countersign:2.0:User";
const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** The sample's directory: speaks SCIM 2.0 to the collector the way an identity provider does. */
export class Directory {
  #origin;
  #token;

  /** `origin` of the collector, and the bearer token made with `countersign scim token`. */
  constructor(origin, token) {
    this.#origin = origin;
    this.#token = token;
  }

  /** Sends everyone and every team that is not there yet; says now and then how many are there. */
  async provision({ teams, people }, onProgress = () => {}) {
    const known = await this.#all("Users", "userName");
    const ids = new Map(known.map((user) => [user.userName, user.id]));
    for (const person of people) {
      if (ids.has(person.userName)) continue;
      const user = await this.#send("POST", "/Users", this.#user(person, ids));
      ids.set(person.userName, user.id);
      if (ids.size % 100 === 0) onProgress(ids.size);
    }
    const groups = new Set((await this.#all("Groups", "displayName")).map((group) => group.displayName));
    for (const team of teams) {
      if (groups.has(team.name)) continue;
      const members = people.filter((person) => person.team === team.key && !person.left).map((person) => ({ value: ids.get(person.userName) }));
      await this.#send("POST", "/Groups", { schemas: [groupSchema], displayName: team.name, externalId: `team-${team.key}`, members });
    }
  }

  /** Says that a person has left, as most identity providers do: one PATCH of `active`. */
  async leave(userName) {
    await this.#patch(userName, [{ op: "replace", path: "active", value: false }]);
  }

  /** Says that a person is back. */
  async comeBack(userName) {
    await this.#patch(userName, [{ op: "replace", path: "active", value: true }]);
  }

  async #patch(userName, operations) {
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    const { Resources: found = [] } = await this.#send("GET", `/Users?filter=${filter}`);
    if (found.length !== 1) throw new Error(`The directory knows nobody called ${userName}.`);
    await this.#send("PATCH", `/Users/${found[0].id}`, { schemas: [patchSchema], Operations: operations });
  }

  async #all(kind, attribute) {
    const found = [];
    for (;;) {
      const page = await this.#send("GET", `/${kind}?attributes=${attribute}&count=100&startIndex=${found.length + 1}`);
      found.push(...(page.Resources ?? []));
      if (found.length >= page.totalResults || !page.Resources?.length) return found;
    }
  }

  #user(person, ids) {
    const manager = ids.get(person.manager);
    return {
      schemas: [userSchema, enterprise, ...(person.left ? [ending] : [])],
      userName: person.userName,
      externalId: `hr-${person.userName}`,
      name: { givenName: person.given, familyName: person.family, formatted: person.displayName },
      displayName: person.displayName,
      title: person.title,
      emails: [{ value: person.email, type: "work", primary: true }],
      active: !person.left,
      [enterprise]: { department: person.department, ...(manager ? { manager: { value: manager } } : {}) },
      // the directory's own word on when somebody left; `active` alone has no date
      ...(person.left ? { [ending]: { endDate: person.left.toISOString() } } : {}),
    };
  }

  async #send(method, path, body) {
    const response = await fetch(`${this.#origin}/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, accept: "application/scim+json", ...(body ? { "content-type": "application/scim+json" } : {}) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path.replace(/\?.*/, "")} was answered ${response.status}: ${text.slice(0, 300)}`);
    return text ? JSON.parse(text) : null;
  }
}
