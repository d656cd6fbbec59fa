import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Entrance } from "./ui/entrance.tsx";
import { LinkButton } from "./ui/link-button.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound(): ReactNode {
  return (
    <Entrance
      heading="There is no such page"
      lead="The address may be mistyped, or what was here is gone."
    >
      <LinkButton href="/devices" look="primary">
        Go to your devices
      </LinkButton>
    </Entrance>
  );
}
