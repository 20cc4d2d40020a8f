CREATE TABLE `log_retentions` (
	`service_id` text PRIMARY KEY NOT NULL,
	`days` integer NOT NULL,
	`megabytes` integer NOT NULL
);
