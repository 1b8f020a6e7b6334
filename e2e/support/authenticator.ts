import type { CDPSession, Page } from "@playwright/test";

export interface Authenticator {
  session: CDPSession;
  id: string;
  /** whether the person touches it and proves who they are; false is a prompt that gets no answer */
  answers(yes: boolean): Promise<void>;
  /** how often its keys have signed */
  signCount(): Promise<number>;
}

/** Gives a page's browser a virtual authenticator that keeps passkeys and verifies its user (Chrome DevTools Protocol, domain WebAuthn). */
export async function addAuthenticator(page: Page): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId: id } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    session,
    id,
    async answers(yes) {
      await session.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: yes });
      await session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: id, enabled: yes });
    },
    async signCount() {
      const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId: id });
      return credentials.reduce((sum, credential) => sum + credential.signCount, 0);
    },
  };
}
