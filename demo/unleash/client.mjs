/** Just enough of Unleash's admin API to set the stage, as a signed-in user. */
export class UnleashUser {
  #origin;
  #cookie;

  static async signIn(origin, username, password) {
    const user = new UnleashUser();
    user.#origin = origin;
    const response = await fetch(`${origin}/auth/simple/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok) throw new Error(`Unleash did not sign ${username} in (${response.status}).`);
    user.#cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
    await user.#sessionStored();
    return user;
  }

  /** Unleash answers a sign-in before its session is stored, so the first request after it is sometimes refused. */
  async #sessionStored() {
    for (let tries = 0; tries < 100; tries++) {
      const response = await fetch(`${this.#origin}/api/admin/user`, { headers: { cookie: this.#cookie } });
      await response.arrayBuffer();
      if (response.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("Unleash did not keep the session of a sign-in it accepted.");
  }

  createUser({ username, name, email, password }) {
    // 1 = Admin: Unleash's open-source edition lets no lesser root role make API tokens.
    return this.#post("/api/admin/user-admin", { username, name, email, password, rootRole: 1, sendEmail: false });
  }

  createApiToken({ name, environment, type, project, expiresAt }) {
    return this.#post("/api/admin/api-tokens", { tokenName: name, type, environment, projects: [project], ...(expiresAt ? { expiresAt } : {}) });
  }

  createPersonalAccessToken(description, expiresAt) {
    return this.#post("/api/admin/user/tokens", { description, expiresAt });
  }

  async #post(path, body) {
    const response = await fetch(this.#origin + path, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: this.#cookie },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`Unleash answered ${path} with ${response.status}: ${(await response.text()).slice(0, 200)}`);
    return response.json();
  }
}
