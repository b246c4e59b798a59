--
-- PostgreSQL database dump
--

-- Dumped from database version 14.17
-- Dumped by pg_dump version 14.17

SET statement_timeout = 0;
SET client_encoding = 'UTF8';

CREATE TABLE public.checkin (
    id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    name text
);

CREATE TABLE public.event (
    id bigint NOT NULL,
    venue_id bigint NOT NULL,
    name text
);

CREATE TABLE public.promo_code (
    id bigint NOT NULL,
    name text
);

CREATE TABLE public.promoter (
    id bigint NOT NULL,
    name text
);

CREATE TABLE public.ticket (
    id bigint NOT NULL,
    ticket_type_id bigint NOT NULL,
    name text
);

CREATE TABLE public.ticket_type (
    id bigint NOT NULL,
    event_id bigint NOT NULL,
    name text
);

CREATE TABLE public.venue (
    id bigint NOT NULL,
    name text
);

ALTER TABLE ONLY public.checkin
    ADD CONSTRAINT checkin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.promo_code
    ADD CONSTRAINT promo_code_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.promoter
    ADD CONSTRAINT promoter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ticket_type
    ADD CONSTRAINT ticket_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.venue
    ADD CONSTRAINT venue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES public.venue(id);

ALTER TABLE ONLY public.ticket_type
    ADD CONSTRAINT ticket_type_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.event(id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_ticket_type_id_fkey FOREIGN KEY (ticket_type_id) REFERENCES public.ticket_type(id);

ALTER TABLE ONLY public.checkin
    ADD CONSTRAINT checkin_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES public.ticket(id);

--
-- PostgreSQL database dump complete
--

