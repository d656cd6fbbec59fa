import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { DocumentForm } from "../ui/document-form.tsx";
import { deleteAccount } from "./deletion-actions.ts";

/** Asks once before the account is marked for deletion. */
export function DeletionQuestion({
  question,
  grace,
}: {
  question: string | string[] | undefined;
  grace: string;
}): ReactNode {
  if (question !== "delete") return null;
  return (
    <Dialog
      heading="Delete your account?"
      backTo="/account"
      confirm={
        <DocumentForm action={deleteAccount}>
          <Button look="danger" wide>
            Confirm
          </Button>
        </DocumentForm>
      }
    >
      Every device, this one too, is signed out now. After {grace} the account and everything kept
      about you is deleted for good. Sign in before then to keep it.
    </Dialog>
  );
}
