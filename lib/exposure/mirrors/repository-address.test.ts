import { expect, test } from "vitest";
import { gitCredentialFrom } from "./git-credential";
import { RepositoryAddress, repositoryName } from "./repository-address";

test("an address is https and nothing that may hold a credential, as browsers write it", () => {
  expect(RepositoryAddress.parse("https://GIT.example.com:443/acme/../acme/payments.git")).toBe("https://git.example.com/acme/payments.git");
  expect(repositoryName("https://git.example.com/acme/payments.git")).toBe("acme/payments");
  expect(repositoryName("https://dev.azure.com/acme/My%20Project/_git/pay")).toBe("acme/My Project/_git/pay");
  for (const refused of [
    "http://git.example.com/a.git",
    "ssh://git@git.example.com/a.git",
    "git@git.example.com:a.git",
    "https://user@git.example.com/a.git",
    "https://user:password@git.example.com/a.git",
    "https://git.example.com/a.git?private_token=x",
    "https://git.example.com/a.git#x",
    "https://git.example.com/",
    "https://git.example.com/a\n.git",
    "--upload-pack=x",
    "",
  ]) {
    const parsed = RepositoryAddress.safeParse(refused);
    expect(parsed.success, refused).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).not.toContain("password@");
  }
});

test("a credential is a user with a password, or a token; what is neither is refused without repeating it", () => {
  expect(gitCredentialFrom("ada:a:b")).toEqual({ username: "ada", secret: "a:b" });
  expect(gitCredentialFrom("token-of-a-test")).toEqual({ username: "x-access-token", secret: "token-of-a-test" });
  for (const refused of [":nobodys", "two\nlines", "ada:", "umläut"]) expect(() => gitCredentialFrom(refused)).toThrow(/^(?!.*(?:nobodys|two|umläut))/);
});
