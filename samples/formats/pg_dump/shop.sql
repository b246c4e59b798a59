--
-- PostgreSQL database dump
--

-- Dumped from database version 15.6
-- Dumped by pg_dump version 15.6

-- Started on 2026-03-06 02:30:01 CET

SET statement_timeout = 0;

CREATE TABLE public.orders (
    id bigint NOT NULL,
    note character varying(190)
);

CREATE TABLE public.carts (
    id bigint NOT NULL,
    order_id bigint
);

CREATE TABLE public.migrations (
    id integer NOT NULL,
    migration character varying(255) NOT NULL,
    batch integer NOT NULL
);

COPY public.orders (id, note) FROM stdin;
1	DROP TABLE x
2	-- no comment
\.

COPY public.carts (id, order_id) FROM stdin;
\.

COPY public.migrations (id, migration, batch) FROM stdin;
1	2025_01_14_090000_create_orders_table	1
\.

ALTER TABLE ONLY public.carts
    ADD CONSTRAINT carts_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE;

-- Completed on 2026-03-06 02:30:02 CET

--
-- PostgreSQL database dump complete
--
