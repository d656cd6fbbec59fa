import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { DocumentForm } from "../ui/document-form.tsx";
import { Entrance } from "../ui/entrance.tsx";
import { Instant } from "../ui/instant.tsx";
import { disownSession } from "./actions.ts";

/** Says what happened and what the button does; no name and no address, for the reader may be anybody. */
export function DisownQuestion({
  token,
  device,
  at,
  now,
}: {
  token: string;
  device: string;
  at: Date;
  now: Date;
}): ReactNode {
  return (
    <Entrance
      heading="Was this you?"
      lead={
        <>
          Somebody signed in to your account with {device}, <Instant at={at} now={now} />. If it was
          you, close this page: there is nothing to do.
        </>
      }
    >
      <div className="grid gap-5">
        <div>
          <p className="text-sm">If it was not you, the button below</p>
          <ul className="mt-2 grid list-disc gap-1 pl-5 text-sm">
            <li>signs that device out,</li>
            <li>stops your password, which somebody else knows, and</li>
            <li>leads to where you choose a new one.</li>
          </ul>
        </div>
        <DocumentForm action={disownSession}>
          <input type="hidden" name="token" value={token} />
          <Button look="danger" wide>
            This wasn't me
          </Button>
        </DocumentForm>
      </div>
    </Entrance>
  );
}
