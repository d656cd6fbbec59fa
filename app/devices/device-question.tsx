import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { DocumentForm } from "../ui/document-form.tsx";
import { signOutEverywhere, signOutOtherDevices } from "./actions.ts";

/** Asks once before several devices are signed out. */
export function DeviceQuestion({
  question,
  others,
}: {
  question: string | string[] | undefined;
  others: number;
}): ReactNode {
  if (question === "others" && others > 0)
    return (
      <Dialog
        heading="Sign out other devices?"
        backTo="/devices"
        confirm={
          <form action={signOutOtherDevices}>
            <Confirm />
          </form>
        }
      >
        {others === 1 ? "One other device" : `${others} other devices`} will need the password
        again. This device stays signed in.
      </Dialog>
    );
  if (question === "everywhere")
    return (
      <Dialog
        heading="Sign out everywhere?"
        backTo="/devices"
        confirm={
          <DocumentForm action={signOutEverywhere}>
            <Confirm />
          </DocumentForm>
        }
      >
        Every device, this one too, will need the password again.
      </Dialog>
    );
  return null;
}

function Confirm(): ReactNode {
  return (
    <Button look="danger" wide>
      Confirm
    </Button>
  );
}
