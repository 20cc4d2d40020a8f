CREATE TABLE `network_status` (
	`network_id` text PRIMARY KEY NOT NULL,
	`subnet` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `service_status` ADD `internal_host` text;