import type { ReactNode } from "react";
import { Ask } from "../ui/ask.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";

/** What the person can do with all that is kept about them: take it with them, and have it deleted. */
export function DataCard({ grace }: { grace: string }): ReactNode {
  return (
    <Card
      heading="Your data"
      lead={`The export is one JSON file with everything kept about you. A deleted account can be kept for ${grace}, by signing in again.`}
    >
      <div className="flex flex-col gap-3 sm:flex-row">
        {/* The browser posts it, so that what comes back is a file. */}
        <form method="post" action="/account/export">
          <Button wide>Export data</Button>
        </form>
        <Ask page="/account" question="delete" look="danger">
          Delete account
        </Ask>
      </div>
    </Card>
  );
}
