-- Packages from elsewhere, newest first.
CREATE INDEX "link_view_received" ON "link_view" ("at" DESC NULLS LAST, "sha256") WHERE type IN ('PackageReceived', 'PackageTurnedAway');
