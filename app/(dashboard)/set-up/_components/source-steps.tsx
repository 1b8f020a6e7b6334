import Link from "next/link";
import { LinkButton } from "@/components/ui/link-button";
import { plural } from "@/lib/core/format";
import type { SetUp } from "@/lib/set-up/queries";
import { HostCommand } from "../../_components/host-command";
import { Step } from "./step";

/** Where the people come from. */
export function PeopleStep({ shown, manages }: { shown: SetUp; manages: boolean }) {
  return (
    <Step state={shown.states.people} title="The directory sends its people" onHost action={<LinkButton href="/people">People</LinkButton>}>
      {shown.people > 0 ? (
        <p>{plural(shown.people, "active person", "active people")} from a directory. Roles are granted on each one’s page, and so are sign-in links made.</p>
      ) : (
        <>
          <p>
            Over SCIM 2.0 (Okta, Entra and others): this prints the address and a token for the identity provider. Over LDAP: add the directory as a connection.
          </p>
          {manages && <HostCommand command="scim token" />}
        </>
      )}
    </Step>
  );
}

/** The first system whose tokens are governed. */
export function ConnectionStep({ shown, manages }: { shown: SetUp; manages: boolean }) {
  const { states, unsignedConnections } = shown;
  return (
    <Step
      state={states.connection}
      title="Connect a system"
      action={
        manages && (
          <LinkButton href="/connections/new" variant={states.connection === "open" && unsignedConnections.length === 0 ? "primary" : "default"}>
            Add a connection
          </LinkButton>
        )
      }
    >
      <p>
        Its credentials are sealed in your browser to the process that uses them. Reading starts at once; revoking needs the connection signed by an
        administrator.
      </p>
      {unsignedConnections.length > 0 && (
        <p>
          Not signed yet:{" "}
          {unsignedConnections.map(({ id, name }, n) => (
            <span key={id}>
              {n > 0 && ", "}
              <Link href={`/connections/${id}`} className="text-people underline underline-offset-2">
                {name}
              </Link>
            </span>
          ))}
          .
        </p>
      )}
    </Step>
  );
}
