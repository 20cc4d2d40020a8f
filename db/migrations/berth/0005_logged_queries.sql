CREATE TABLE `logged_queries` (
	`service_id` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL
);
