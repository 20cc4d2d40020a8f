CREATE TABLE `certificates` (
	`id` text PRIMARY KEY NOT NULL,
	`names` text NOT NULL,
	`chain` text NOT NULL,
	`sealed_key` text NOT NULL,
	`not_before` integer NOT NULL,
	`not_after` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `wake_requests` (
	`version_id` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`asked_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `services` ADD `keeps_visitors` integer DEFAULT false NOT NULL;