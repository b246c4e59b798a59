--
-- PostgreSQL database dump
--

\restrict Jfrtc3J17asYHgq4oezFDhBEvYoLfLhvi0tA6whYINH2zVM4GX0K3O38TuxEm1o

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: api_keys; Type: TABLE; Schema: public; Owner: shopapi
--

CREATE TABLE public.api_keys (
    id integer NOT NULL,
    label character varying(30) NOT NULL,
    digest character varying(64) NOT NULL
);


ALTER TABLE public.api_keys OWNER TO shopapi;

--
-- Name: api_keys_id_seq; Type: SEQUENCE; Schema: public; Owner: shopapi
--

CREATE SEQUENCE public.api_keys_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.api_keys_id_seq OWNER TO shopapi;

--
-- Name: api_keys_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: shopapi
--

ALTER SEQUENCE public.api_keys_id_seq OWNED BY public.api_keys.id;


--
-- Name: audit_entries; Type: TABLE; Schema: public; Owner: shopapi
--

CREATE TABLE public.audit_entries (
    id bigint NOT NULL,
    actor character varying(40) NOT NULL,
    action character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.audit_entries OWNER TO shopapi;

--
-- Name: audit_entries_id_seq; Type: SEQUENCE; Schema: public; Owner: shopapi
--

CREATE SEQUENCE public.audit_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.audit_entries_id_seq OWNER TO shopapi;

--
-- Name: audit_entries_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: shopapi
--

ALTER SEQUENCE public.audit_entries_id_seq OWNED BY public.audit_entries.id;


--
-- Name: orders; Type: TABLE; Schema: public; Owner: shopapi
--

CREATE TABLE public.orders (
    id integer NOT NULL,
    customer character varying(60) NOT NULL,
    status character varying(12) NOT NULL,
    created_at timestamp with time zone NOT NULL
);


ALTER TABLE public.orders OWNER TO shopapi;

--
-- Name: orders_id_seq; Type: SEQUENCE; Schema: public; Owner: shopapi
--

CREATE SEQUENCE public.orders_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.orders_id_seq OWNER TO shopapi;

--
-- Name: orders_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: shopapi
--

ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;


--
-- Name: payments; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.payments (
    id integer NOT NULL,
    order_id integer NOT NULL,
    amount numeric(9,2) NOT NULL
);


ALTER TABLE public.payments OWNER TO postgres;

--
-- Name: payments_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.payments_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.payments_id_seq OWNER TO postgres;

--
-- Name: payments_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.payments_id_seq OWNED BY public.payments.id;


--
-- Name: vouchers; Type: TABLE; Schema: public; Owner: shopapi
--

CREATE TABLE public.vouchers (
    id integer NOT NULL,
    code character varying(16) NOT NULL,
    value numeric(6,2) NOT NULL,
    used_by integer
);


ALTER TABLE public.vouchers OWNER TO shopapi;

--
-- Name: voucher_totals; Type: VIEW; Schema: public; Owner: shopapi
--

CREATE VIEW public.voucher_totals AS
 SELECT vouchers.used_by,
    sum(vouchers.value) AS total
   FROM public.vouchers
  GROUP BY vouchers.used_by;


ALTER TABLE public.voucher_totals OWNER TO shopapi;

--
-- Name: vouchers_id_seq; Type: SEQUENCE; Schema: public; Owner: shopapi
--

CREATE SEQUENCE public.vouchers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.vouchers_id_seq OWNER TO shopapi;

--
-- Name: vouchers_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: shopapi
--

ALTER SEQUENCE public.vouchers_id_seq OWNED BY public.vouchers.id;


--
-- Name: api_keys id; Type: DEFAULT; Schema: public; Owner: shopapi
--

ALTER TABLE ONLY public.api_keys ALTER COLUMN id SET DEFAULT nextval('public.api_keys_id_seq'::regclass);


--
-- Name: audit_entries id; Type: DEFAULT; Schema: public; Owner: shopapi
--

ALTER TABLE ONLY public.audit_entries ALTER COLUMN id SET DEFAULT nextval('public.audit_entries_id_seq'::regclass);


--
-- Name: orders id; Type: DEFAULT; Schema: public; Owner: shopapi
--

ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);


--
-- Name: payments id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.payments ALTER COLUMN id SET DEFAULT nextval('public.payments_id_seq'::regclass);


--
-- Name: vouchers id; Type: DEFAULT; Schema: public; Owner: shopapi
--

ALTER TABLE ONLY public.vouchers ALTER COLUMN id SET DEFAULT nextval('public.vouchers_id_seq'::regclass);


--
-- Data for Name: api_keys; Type: TABLE DATA; Schema: public; Owner: shopapi
--

COPY public.api_keys (id, label, digest) FROM stdin;
1	key0	15b780680e89b4ab30c56bdbe3c06e024bff2adafcdf709051d803005610ced7
2	key1	af851b3cdb124acdcfcc747f1ad9ef99e47b6bef7cd1e19a94f27510edfe0f7a
3	key2	d01e8490d4c34dae0d90dc1bb2d6c51b0985320593afe616495a8f3f326099ae
4	key3	4cff8a486f4bc666855bf35ba0f2475949e9f51d2ef60c0013987b772c159223
5	key4	0f8d07f58e33a54f3a77319f19c142f29032052da92d76f31c42adfec75070ca
6	key5	04572f4cef52d6342810878d64a388fb7eeecb50126415ee1b94989f7b5b3bbf
7	key6	84a924913f8583cc5786c60dde3d97efcb4887160c1c4825adfa021de69c242e
\.


--
-- Data for Name: audit_entries; Type: TABLE DATA; Schema: public; Owner: shopapi
--

COPY public.audit_entries (id, actor, action, at) FROM stdin;
1	user18	order.create	2026-01-14 09:30:00+00
2	user2	voucher.use	2026-01-10 09:30:00+00
3	user28	login	2026-01-13 09:30:00+00
4	user23	voucher.use	2026-01-17 09:30:00+00
5	user10	order.ship	2026-01-13 09:30:00+00
6	user17	voucher.use	2026-01-14 09:30:00+00
7	user20	order.create	2026-01-05 09:30:00+00
8	user2	voucher.use	2026-01-15 09:30:00+00
9	user9	order.ship	2026-01-17 09:30:00+00
10	user26	order.create	2026-01-11 09:30:00+00
11	user7	login	2026-01-03 09:30:00+00
12	user16	voucher.use	2026-01-20 09:30:00+00
13	user26	voucher.use	2026-01-02 09:30:00+00
14	user11	voucher.use	2026-01-07 09:30:00+00
15	user18	voucher.use	2026-01-11 09:30:00+00
16	user29	order.create	2026-01-15 09:30:00+00
17	user21	order.create	2026-01-16 09:30:00+00
18	user26	order.ship	2026-01-02 09:30:00+00
19	user18	login	2026-01-21 09:30:00+00
20	user29	login	2026-01-14 09:30:00+00
21	user10	login	2026-01-01 09:30:00+00
22	user23	order.create	2026-01-01 09:30:00+00
23	user7	order.ship	2026-01-20 09:30:00+00
24	user23	order.create	2026-01-07 09:30:00+00
25	user25	order.create	2026-01-07 09:30:00+00
26	user29	login	2026-01-14 09:30:00+00
27	user24	order.ship	2026-01-05 09:30:00+00
28	user23	login	2026-01-01 09:30:00+00
29	user30	order.ship	2026-01-14 09:30:00+00
30	user14	login	2026-01-09 09:30:00+00
31	user28	order.create	2026-01-18 09:30:00+00
32	user30	order.ship	2026-01-15 09:30:00+00
33	user7	order.create	2026-01-11 09:30:00+00
34	user12	order.create	2026-01-04 09:30:00+00
35	user5	order.create	2026-01-10 09:30:00+00
36	user1	order.create	2026-01-02 09:30:00+00
37	user9	voucher.use	2026-01-21 09:30:00+00
38	user25	voucher.use	2026-01-02 09:30:00+00
39	user10	login	2026-01-18 09:30:00+00
40	user27	order.create	2026-01-20 09:30:00+00
41	user28	voucher.use	2026-01-04 09:30:00+00
42	user7	order.create	2026-01-13 09:30:00+00
43	user24	order.create	2026-01-02 09:30:00+00
44	user8	voucher.use	2026-01-01 09:30:00+00
45	user30	order.ship	2026-01-01 09:30:00+00
46	user20	voucher.use	2026-01-11 09:30:00+00
47	user5	login	2026-01-13 09:30:00+00
48	user5	voucher.use	2026-01-09 09:30:00+00
49	user3	login	2026-01-14 09:30:00+00
50	user21	voucher.use	2026-01-14 09:30:00+00
51	user5	order.ship	2026-01-17 09:30:00+00
52	user3	order.ship	2026-01-10 09:30:00+00
53	user9	login	2026-01-03 09:30:00+00
54	user3	login	2026-01-18 09:30:00+00
55	user19	login	2026-01-14 09:30:00+00
56	user3	order.ship	2026-01-07 09:30:00+00
57	user3	order.ship	2026-01-16 09:30:00+00
58	user10	login	2026-01-21 09:30:00+00
59	user8	voucher.use	2026-01-03 09:30:00+00
60	user10	order.create	2026-01-06 09:30:00+00
61	user15	login	2026-01-17 09:30:00+00
62	user17	order.create	2026-01-11 09:30:00+00
63	user17	order.create	2026-01-15 09:30:00+00
64	user29	order.ship	2026-01-07 09:30:00+00
65	user14	login	2026-01-11 09:30:00+00
66	user23	voucher.use	2026-01-17 09:30:00+00
67	user11	order.create	2026-01-03 09:30:00+00
68	user26	voucher.use	2026-01-03 09:30:00+00
69	user22	voucher.use	2026-01-13 09:30:00+00
70	user24	voucher.use	2026-01-10 09:30:00+00
71	user12	voucher.use	2026-01-18 09:30:00+00
72	user13	order.create	2026-01-13 09:30:00+00
73	user28	order.create	2026-01-19 09:30:00+00
74	user21	voucher.use	2026-01-19 09:30:00+00
75	user13	voucher.use	2026-01-17 09:30:00+00
76	user14	order.ship	2026-01-19 09:30:00+00
77	user9	voucher.use	2026-01-08 09:30:00+00
78	user29	voucher.use	2026-01-02 09:30:00+00
79	user7	order.ship	2026-01-19 09:30:00+00
80	user25	login	2026-01-17 09:30:00+00
81	user23	order.create	2026-01-06 09:30:00+00
82	user8	login	2026-01-10 09:30:00+00
83	user2	order.ship	2026-01-05 09:30:00+00
84	user29	order.create	2026-01-04 09:30:00+00
85	user19	login	2026-01-10 09:30:00+00
86	user21	voucher.use	2026-01-11 09:30:00+00
87	user12	login	2026-01-09 09:30:00+00
88	user6	order.create	2026-01-01 09:30:00+00
89	user5	order.ship	2026-01-10 09:30:00+00
90	user8	order.ship	2026-01-12 09:30:00+00
91	user13	order.create	2026-01-04 09:30:00+00
92	user21	voucher.use	2026-01-07 09:30:00+00
93	user30	order.create	2026-01-08 09:30:00+00
94	user29	voucher.use	2026-01-07 09:30:00+00
95	user25	order.ship	2026-01-15 09:30:00+00
96	user10	voucher.use	2026-01-16 09:30:00+00
97	user25	voucher.use	2026-01-10 09:30:00+00
98	user4	login	2026-01-03 09:30:00+00
99	user13	order.create	2026-01-12 09:30:00+00
100	user2	voucher.use	2026-01-19 09:30:00+00
101	user1	login	2026-01-21 09:30:00+00
102	user24	order.ship	2026-01-16 09:30:00+00
103	user29	order.ship	2026-01-12 09:30:00+00
104	user15	login	2026-01-20 09:30:00+00
105	user1	order.create	2026-01-11 09:30:00+00
106	user30	login	2026-01-01 09:30:00+00
107	user25	voucher.use	2026-01-17 09:30:00+00
108	user30	voucher.use	2026-01-04 09:30:00+00
109	user8	voucher.use	2026-01-21 09:30:00+00
110	user17	login	2026-01-17 09:30:00+00
111	user15	order.ship	2026-01-11 09:30:00+00
112	user22	order.ship	2026-01-01 09:30:00+00
113	user23	login	2026-01-02 09:30:00+00
114	user7	voucher.use	2026-01-16 09:30:00+00
115	user30	login	2026-01-10 09:30:00+00
116	user6	login	2026-01-18 09:30:00+00
117	user18	order.create	2026-01-20 09:30:00+00
118	user17	order.ship	2026-01-09 09:30:00+00
119	user3	order.create	2026-01-21 09:30:00+00
120	user6	order.ship	2026-01-21 09:30:00+00
121	user21	login	2026-01-13 09:30:00+00
122	user17	order.create	2026-01-17 09:30:00+00
123	user15	order.create	2026-01-17 09:30:00+00
124	user12	order.create	2026-01-08 09:30:00+00
125	user12	login	2026-01-16 09:30:00+00
126	user2	order.create	2026-01-08 09:30:00+00
127	user23	order.ship	2026-01-14 09:30:00+00
128	user2	login	2026-01-15 09:30:00+00
129	user14	voucher.use	2026-01-16 09:30:00+00
130	user8	order.ship	2026-01-03 09:30:00+00
131	user9	voucher.use	2026-01-04 09:30:00+00
132	user16	voucher.use	2026-01-10 09:30:00+00
133	user12	order.ship	2026-01-13 09:30:00+00
134	user26	login	2026-01-10 09:30:00+00
135	user10	order.create	2026-01-18 09:30:00+00
136	user5	voucher.use	2026-01-15 09:30:00+00
137	user13	order.create	2026-01-17 09:30:00+00
138	user29	order.ship	2026-01-19 09:30:00+00
139	user30	voucher.use	2026-01-02 09:30:00+00
140	user26	login	2026-01-02 09:30:00+00
141	user15	voucher.use	2026-01-16 09:30:00+00
142	user18	login	2026-01-15 09:30:00+00
143	user28	voucher.use	2026-01-03 09:30:00+00
144	user5	voucher.use	2026-01-05 09:30:00+00
145	user6	order.ship	2026-01-09 09:30:00+00
146	user7	order.ship	2026-01-08 09:30:00+00
147	user23	order.create	2026-01-02 09:30:00+00
148	user6	order.create	2026-01-04 09:30:00+00
149	user13	login	2026-01-13 09:30:00+00
150	user14	order.ship	2026-01-05 09:30:00+00
151	user18	order.create	2026-01-10 09:30:00+00
152	user18	voucher.use	2026-01-09 09:30:00+00
153	user12	login	2026-01-12 09:30:00+00
154	user11	order.ship	2026-01-13 09:30:00+00
155	user22	voucher.use	2026-01-18 09:30:00+00
156	user12	voucher.use	2026-01-11 09:30:00+00
157	user19	order.create	2026-01-08 09:30:00+00
158	user9	login	2026-01-06 09:30:00+00
159	user25	voucher.use	2026-01-14 09:30:00+00
160	user28	order.ship	2026-01-03 09:30:00+00
161	user21	order.create	2026-01-05 09:30:00+00
162	user6	order.ship	2026-01-13 09:30:00+00
163	user16	voucher.use	2026-01-19 09:30:00+00
164	user15	order.create	2026-01-20 09:30:00+00
165	user20	voucher.use	2026-01-01 09:30:00+00
166	user6	voucher.use	2026-01-11 09:30:00+00
167	user26	voucher.use	2026-01-20 09:30:00+00
168	user25	login	2026-01-13 09:30:00+00
169	user1	login	2026-01-10 09:30:00+00
170	user24	order.ship	2026-01-11 09:30:00+00
171	user22	voucher.use	2026-01-16 09:30:00+00
172	user21	login	2026-01-21 09:30:00+00
173	user10	login	2026-01-05 09:30:00+00
174	user21	order.create	2026-01-13 09:30:00+00
175	user26	order.create	2026-01-17 09:30:00+00
176	user21	voucher.use	2026-01-05 09:30:00+00
177	user2	order.ship	2026-01-05 09:30:00+00
178	user18	order.create	2026-01-10 09:30:00+00
179	user9	order.create	2026-01-05 09:30:00+00
180	user4	voucher.use	2026-01-12 09:30:00+00
181	user17	login	2026-01-13 09:30:00+00
182	user6	voucher.use	2026-01-05 09:30:00+00
183	user15	voucher.use	2026-01-17 09:30:00+00
184	user10	order.create	2026-01-02 09:30:00+00
185	user10	order.create	2026-01-21 09:30:00+00
186	user22	order.ship	2026-01-16 09:30:00+00
187	user11	login	2026-01-15 09:30:00+00
188	user19	order.ship	2026-01-21 09:30:00+00
189	user25	order.ship	2026-01-05 09:30:00+00
190	user18	order.ship	2026-01-20 09:30:00+00
191	user22	order.create	2026-01-14 09:30:00+00
192	user15	order.ship	2026-01-06 09:30:00+00
193	user22	order.create	2026-01-15 09:30:00+00
194	user5	order.create	2026-01-17 09:30:00+00
195	user1	order.ship	2026-01-10 09:30:00+00
196	user4	order.create	2026-01-10 09:30:00+00
197	user19	login	2026-01-15 09:30:00+00
198	user2	login	2026-01-07 09:30:00+00
199	user15	voucher.use	2026-01-01 09:30:00+00
200	user7	voucher.use	2026-01-10 09:30:00+00
201	user24	voucher.use	2026-01-18 09:30:00+00
202	user2	order.create	2026-01-14 09:30:00+00
203	user14	login	2026-01-06 09:30:00+00
204	user19	voucher.use	2026-01-02 09:30:00+00
205	user9	order.ship	2026-01-17 09:30:00+00
206	user11	order.ship	2026-01-09 09:30:00+00
207	user22	order.ship	2026-01-17 09:30:00+00
208	user21	voucher.use	2026-01-12 09:30:00+00
209	user10	order.create	2026-01-12 09:30:00+00
210	user25	voucher.use	2026-01-03 09:30:00+00
211	user16	order.create	2026-01-05 09:30:00+00
212	user9	voucher.use	2026-01-08 09:30:00+00
213	user8	voucher.use	2026-01-16 09:30:00+00
214	user18	order.create	2026-01-14 09:30:00+00
215	user11	voucher.use	2026-01-18 09:30:00+00
216	user5	order.create	2026-01-08 09:30:00+00
217	user18	login	2026-01-20 09:30:00+00
218	user2	order.ship	2026-01-03 09:30:00+00
219	user4	voucher.use	2026-01-13 09:30:00+00
220	user24	voucher.use	2026-01-19 09:30:00+00
221	user22	order.create	2026-01-06 09:30:00+00
222	user26	order.create	2026-01-13 09:30:00+00
223	user2	order.ship	2026-01-02 09:30:00+00
224	user10	order.ship	2026-01-08 09:30:00+00
225	user2	order.ship	2026-01-17 09:30:00+00
226	user22	login	2026-01-18 09:30:00+00
227	user10	order.ship	2026-01-06 09:30:00+00
228	user15	voucher.use	2026-01-06 09:30:00+00
229	user6	order.ship	2026-01-01 09:30:00+00
230	user18	order.ship	2026-01-16 09:30:00+00
231	user20	voucher.use	2026-01-03 09:30:00+00
232	user20	order.create	2026-01-05 09:30:00+00
233	user28	login	2026-01-04 09:30:00+00
234	user11	voucher.use	2026-01-01 09:30:00+00
235	user18	voucher.use	2026-01-11 09:30:00+00
236	user13	voucher.use	2026-01-07 09:30:00+00
237	user26	order.ship	2026-01-17 09:30:00+00
238	user17	login	2026-01-10 09:30:00+00
239	user25	voucher.use	2026-01-16 09:30:00+00
240	user14	order.create	2026-01-05 09:30:00+00
241	user6	order.create	2026-01-06 09:30:00+00
242	user8	order.ship	2026-01-13 09:30:00+00
243	user5	login	2026-01-10 09:30:00+00
244	user15	order.ship	2026-01-11 09:30:00+00
245	user30	order.create	2026-01-11 09:30:00+00
246	user11	voucher.use	2026-01-09 09:30:00+00
247	user5	voucher.use	2026-01-02 09:30:00+00
248	user21	order.ship	2026-01-09 09:30:00+00
249	user16	voucher.use	2026-01-01 09:30:00+00
250	user12	voucher.use	2026-01-10 09:30:00+00
251	user14	login	2026-01-10 09:30:00+00
252	user8	login	2026-01-17 09:30:00+00
253	user13	order.create	2026-01-01 09:30:00+00
254	user29	order.ship	2026-01-15 09:30:00+00
255	user12	order.create	2026-01-20 09:30:00+00
256	user6	voucher.use	2026-01-17 09:30:00+00
257	user11	order.ship	2026-01-03 09:30:00+00
258	user25	order.create	2026-01-09 09:30:00+00
259	user14	login	2026-01-15 09:30:00+00
260	user30	order.ship	2026-01-13 09:30:00+00
261	user25	voucher.use	2026-01-03 09:30:00+00
262	user4	order.ship	2026-01-04 09:30:00+00
263	user29	voucher.use	2026-01-09 09:30:00+00
264	user16	order.create	2026-01-13 09:30:00+00
265	user24	voucher.use	2026-01-10 09:30:00+00
266	user25	login	2026-01-08 09:30:00+00
267	user25	login	2026-01-18 09:30:00+00
268	user14	order.ship	2026-01-17 09:30:00+00
269	user26	voucher.use	2026-01-11 09:30:00+00
270	user28	login	2026-01-17 09:30:00+00
271	user10	voucher.use	2026-01-20 09:30:00+00
272	user5	order.create	2026-01-08 09:30:00+00
273	user8	order.create	2026-01-04 09:30:00+00
274	user13	order.ship	2026-01-20 09:30:00+00
275	user29	login	2026-01-04 09:30:00+00
276	user6	order.create	2026-01-03 09:30:00+00
277	user11	order.ship	2026-01-12 09:30:00+00
278	user26	voucher.use	2026-01-03 09:30:00+00
279	user26	login	2026-01-08 09:30:00+00
280	user22	order.ship	2026-01-03 09:30:00+00
281	user28	login	2026-01-06 09:30:00+00
282	user10	login	2026-01-05 09:30:00+00
283	user21	order.ship	2026-01-13 09:30:00+00
284	user17	voucher.use	2026-01-07 09:30:00+00
285	user13	order.create	2026-01-04 09:30:00+00
286	user1	voucher.use	2026-01-20 09:30:00+00
287	user24	login	2026-01-18 09:30:00+00
288	user24	order.ship	2026-01-06 09:30:00+00
289	user6	order.ship	2026-01-16 09:30:00+00
290	user2	order.ship	2026-01-05 09:30:00+00
291	user23	order.ship	2026-01-18 09:30:00+00
292	user19	order.create	2026-01-07 09:30:00+00
293	user21	login	2026-01-11 09:30:00+00
294	user1	voucher.use	2026-01-11 09:30:00+00
295	user11	login	2026-01-17 09:30:00+00
296	user7	order.create	2026-01-07 09:30:00+00
297	user9	voucher.use	2026-01-12 09:30:00+00
298	user13	login	2026-01-19 09:30:00+00
299	user22	order.ship	2026-01-21 09:30:00+00
300	user14	voucher.use	2026-01-13 09:30:00+00
301	user12	order.ship	2026-01-01 09:30:00+00
302	user29	order.create	2026-01-02 09:30:00+00
303	user7	order.ship	2026-01-10 09:30:00+00
304	user26	voucher.use	2026-01-14 09:30:00+00
305	user2	order.ship	2026-01-10 09:30:00+00
306	user2	order.create	2026-01-15 09:30:00+00
307	user24	order.create	2026-01-11 09:30:00+00
308	user15	order.ship	2026-01-14 09:30:00+00
309	user27	voucher.use	2026-01-01 09:30:00+00
310	user11	order.ship	2026-01-17 09:30:00+00
311	user18	login	2026-01-13 09:30:00+00
312	user2	order.ship	2026-01-07 09:30:00+00
313	user13	voucher.use	2026-01-21 09:30:00+00
314	user13	order.ship	2026-01-15 09:30:00+00
315	user15	order.ship	2026-01-10 09:30:00+00
316	user7	voucher.use	2026-01-16 09:30:00+00
317	user3	voucher.use	2026-01-16 09:30:00+00
318	user21	voucher.use	2026-01-12 09:30:00+00
319	user11	order.create	2026-01-13 09:30:00+00
320	user11	order.create	2026-01-12 09:30:00+00
321	user18	voucher.use	2026-01-07 09:30:00+00
322	user26	order.create	2026-01-12 09:30:00+00
323	user7	voucher.use	2026-01-01 09:30:00+00
324	user28	login	2026-01-20 09:30:00+00
325	user2	order.ship	2026-01-19 09:30:00+00
326	user27	order.ship	2026-01-01 09:30:00+00
327	user20	order.ship	2026-01-04 09:30:00+00
328	user19	voucher.use	2026-01-05 09:30:00+00
329	user20	order.create	2026-01-14 09:30:00+00
330	user23	voucher.use	2026-01-20 09:30:00+00
331	user16	order.create	2026-01-15 09:30:00+00
332	user1	login	2026-01-19 09:30:00+00
333	user22	order.create	2026-01-12 09:30:00+00
334	user23	order.ship	2026-01-01 09:30:00+00
335	user13	voucher.use	2026-01-15 09:30:00+00
336	user10	order.create	2026-01-14 09:30:00+00
337	user3	order.ship	2026-01-21 09:30:00+00
338	user7	voucher.use	2026-01-04 09:30:00+00
339	user17	login	2026-01-09 09:30:00+00
340	user8	login	2026-01-04 09:30:00+00
341	user24	login	2026-01-03 09:30:00+00
342	user3	order.create	2026-01-13 09:30:00+00
343	user19	voucher.use	2026-01-08 09:30:00+00
344	user29	login	2026-01-09 09:30:00+00
345	user7	voucher.use	2026-01-03 09:30:00+00
346	user6	order.create	2026-01-03 09:30:00+00
347	user27	order.ship	2026-01-17 09:30:00+00
348	user12	login	2026-01-04 09:30:00+00
349	user30	voucher.use	2026-01-20 09:30:00+00
350	user20	voucher.use	2026-01-07 09:30:00+00
351	user6	order.create	2026-01-09 09:30:00+00
352	user21	order.ship	2026-01-14 09:30:00+00
353	user11	order.create	2026-01-12 09:30:00+00
354	user20	order.ship	2026-01-16 09:30:00+00
355	user25	order.ship	2026-01-09 09:30:00+00
356	user16	order.ship	2026-01-02 09:30:00+00
357	user8	login	2026-01-16 09:30:00+00
358	user15	login	2026-01-10 09:30:00+00
359	user15	order.create	2026-01-02 09:30:00+00
360	user22	order.create	2026-01-17 09:30:00+00
361	user5	login	2026-01-06 09:30:00+00
362	user30	login	2026-01-15 09:30:00+00
363	user18	order.ship	2026-01-10 09:30:00+00
364	user30	login	2026-01-05 09:30:00+00
365	user2	login	2026-01-07 09:30:00+00
366	user25	order.ship	2026-01-11 09:30:00+00
367	user27	order.ship	2026-01-01 09:30:00+00
368	user29	order.ship	2026-01-02 09:30:00+00
369	user1	order.ship	2026-01-05 09:30:00+00
370	user27	order.ship	2026-01-20 09:30:00+00
371	user2	order.create	2026-01-17 09:30:00+00
372	user1	order.create	2026-01-19 09:30:00+00
373	user16	login	2026-01-18 09:30:00+00
374	user20	login	2026-01-06 09:30:00+00
375	user10	order.create	2026-01-20 09:30:00+00
376	user30	login	2026-01-15 09:30:00+00
377	user13	voucher.use	2026-01-04 09:30:00+00
378	user11	voucher.use	2026-01-17 09:30:00+00
379	user24	order.create	2026-01-03 09:30:00+00
380	user18	order.create	2026-01-17 09:30:00+00
381	user5	voucher.use	2026-01-02 09:30:00+00
382	user25	order.ship	2026-01-21 09:30:00+00
383	user2	order.create	2026-01-06 09:30:00+00
384	user3	voucher.use	2026-01-13 09:30:00+00
385	user23	voucher.use	2026-01-04 09:30:00+00
386	user12	order.ship	2026-01-16 09:30:00+00
387	user1	order.ship	2026-01-05 09:30:00+00
388	user23	order.ship	2026-01-04 09:30:00+00
389	user16	order.create	2026-01-05 09:30:00+00
390	user6	order.create	2026-01-02 09:30:00+00
391	user23	order.ship	2026-01-18 09:30:00+00
392	user27	order.ship	2026-01-14 09:30:00+00
393	user7	order.ship	2026-01-04 09:30:00+00
394	user22	order.ship	2026-01-19 09:30:00+00
395	user27	order.create	2026-01-14 09:30:00+00
396	user3	order.ship	2026-01-11 09:30:00+00
397	user7	order.ship	2026-01-12 09:30:00+00
398	user27	voucher.use	2026-01-15 09:30:00+00
399	user6	login	2026-01-01 09:30:00+00
400	user7	order.create	2026-01-18 09:30:00+00
401	user26	order.ship	2026-01-16 09:30:00+00
402	user16	order.ship	2026-01-09 09:30:00+00
403	user30	login	2026-01-06 09:30:00+00
404	user20	order.ship	2026-01-11 09:30:00+00
405	user25	order.ship	2026-01-09 09:30:00+00
406	user27	order.create	2026-01-11 09:30:00+00
407	user3	voucher.use	2026-01-05 09:30:00+00
408	user9	order.create	2026-01-13 09:30:00+00
409	user1	order.ship	2026-01-01 09:30:00+00
410	user13	login	2026-01-09 09:30:00+00
411	user29	order.create	2026-01-07 09:30:00+00
412	user2	voucher.use	2026-01-02 09:30:00+00
413	user9	login	2026-01-20 09:30:00+00
414	user29	order.create	2026-01-18 09:30:00+00
415	user22	voucher.use	2026-01-20 09:30:00+00
416	user12	order.ship	2026-01-12 09:30:00+00
417	user24	login	2026-01-06 09:30:00+00
418	user18	voucher.use	2026-01-02 09:30:00+00
419	user5	login	2026-01-17 09:30:00+00
420	user11	login	2026-01-05 09:30:00+00
421	user20	login	2026-01-06 09:30:00+00
422	user28	order.ship	2026-01-09 09:30:00+00
423	user5	voucher.use	2026-01-08 09:30:00+00
424	user24	login	2026-01-13 09:30:00+00
425	user2	login	2026-01-21 09:30:00+00
426	user2	voucher.use	2026-01-11 09:30:00+00
427	user18	voucher.use	2026-01-18 09:30:00+00
428	user24	login	2026-01-05 09:30:00+00
429	user17	login	2026-01-15 09:30:00+00
430	user9	login	2026-01-08 09:30:00+00
431	user4	order.create	2026-01-20 09:30:00+00
432	user3	login	2026-01-01 09:30:00+00
433	user5	login	2026-01-11 09:30:00+00
434	user27	order.ship	2026-01-20 09:30:00+00
435	user18	order.ship	2026-01-06 09:30:00+00
436	user4	login	2026-01-13 09:30:00+00
437	user17	voucher.use	2026-01-04 09:30:00+00
438	user24	voucher.use	2026-01-04 09:30:00+00
439	user28	order.create	2026-01-18 09:30:00+00
440	user18	login	2026-01-06 09:30:00+00
441	user30	voucher.use	2026-01-10 09:30:00+00
442	user13	order.create	2026-01-15 09:30:00+00
443	user20	order.ship	2026-01-01 09:30:00+00
444	user26	voucher.use	2026-01-03 09:30:00+00
445	user15	voucher.use	2026-01-04 09:30:00+00
446	user10	voucher.use	2026-01-02 09:30:00+00
447	user4	login	2026-01-13 09:30:00+00
448	user7	order.create	2026-01-15 09:30:00+00
449	user14	login	2026-01-17 09:30:00+00
450	user27	order.ship	2026-01-06 09:30:00+00
451	user16	voucher.use	2026-01-17 09:30:00+00
452	user1	voucher.use	2026-01-10 09:30:00+00
453	user19	voucher.use	2026-01-15 09:30:00+00
454	user23	order.create	2026-01-08 09:30:00+00
455	user5	order.ship	2026-01-01 09:30:00+00
456	user5	order.create	2026-01-16 09:30:00+00
457	user3	login	2026-01-11 09:30:00+00
458	user22	voucher.use	2026-01-19 09:30:00+00
459	user28	voucher.use	2026-01-07 09:30:00+00
460	user25	order.create	2026-01-13 09:30:00+00
461	user5	order.ship	2026-01-10 09:30:00+00
462	user6	order.create	2026-01-12 09:30:00+00
463	user27	login	2026-01-08 09:30:00+00
464	user5	voucher.use	2026-01-12 09:30:00+00
465	user11	order.ship	2026-01-15 09:30:00+00
466	user28	login	2026-01-13 09:30:00+00
467	user19	login	2026-01-14 09:30:00+00
468	user23	order.create	2026-01-16 09:30:00+00
469	user30	order.ship	2026-01-13 09:30:00+00
470	user22	voucher.use	2026-01-06 09:30:00+00
471	user28	order.create	2026-01-17 09:30:00+00
472	user11	order.ship	2026-01-13 09:30:00+00
473	user29	voucher.use	2026-01-19 09:30:00+00
474	user16	order.ship	2026-01-04 09:30:00+00
475	user10	voucher.use	2026-01-19 09:30:00+00
476	user15	voucher.use	2026-01-10 09:30:00+00
477	user7	order.create	2026-01-04 09:30:00+00
478	user22	voucher.use	2026-01-04 09:30:00+00
479	user16	order.create	2026-01-11 09:30:00+00
480	user5	order.ship	2026-01-02 09:30:00+00
481	user5	order.ship	2026-01-06 09:30:00+00
482	user29	login	2026-01-16 09:30:00+00
483	user23	voucher.use	2026-01-12 09:30:00+00
484	user1	login	2026-01-19 09:30:00+00
485	user27	login	2026-01-15 09:30:00+00
486	user16	voucher.use	2026-01-05 09:30:00+00
487	user15	order.create	2026-01-07 09:30:00+00
488	user16	order.ship	2026-01-02 09:30:00+00
489	user25	order.create	2026-01-01 09:30:00+00
490	user12	order.create	2026-01-20 09:30:00+00
491	user30	login	2026-01-02 09:30:00+00
492	user16	login	2026-01-07 09:30:00+00
493	user26	order.create	2026-01-13 09:30:00+00
494	user22	order.ship	2026-01-20 09:30:00+00
495	user30	voucher.use	2026-01-10 09:30:00+00
496	user3	login	2026-01-14 09:30:00+00
497	user30	login	2026-01-09 09:30:00+00
498	user1	voucher.use	2026-01-02 09:30:00+00
499	user9	order.ship	2026-01-15 09:30:00+00
500	user22	voucher.use	2026-01-05 09:30:00+00
501	user8	login	2026-01-07 09:30:00+00
502	user26	order.create	2026-01-02 09:30:00+00
503	user27	login	2026-01-12 09:30:00+00
504	user21	order.ship	2026-01-16 09:30:00+00
505	user10	login	2026-01-19 09:30:00+00
506	user26	order.ship	2026-01-07 09:30:00+00
507	user8	voucher.use	2026-01-04 09:30:00+00
508	user8	login	2026-01-10 09:30:00+00
509	user4	order.create	2026-01-01 09:30:00+00
510	user21	order.ship	2026-01-17 09:30:00+00
511	user24	order.ship	2026-01-03 09:30:00+00
512	user19	order.create	2026-01-14 09:30:00+00
513	user13	order.ship	2026-01-02 09:30:00+00
514	user25	order.ship	2026-01-19 09:30:00+00
515	user8	login	2026-01-08 09:30:00+00
516	user25	order.ship	2026-01-02 09:30:00+00
517	user11	login	2026-01-08 09:30:00+00
518	user22	order.create	2026-01-06 09:30:00+00
519	user18	order.create	2026-01-07 09:30:00+00
520	user19	voucher.use	2026-01-17 09:30:00+00
521	user1	order.ship	2026-01-17 09:30:00+00
522	user14	login	2026-01-06 09:30:00+00
523	user8	login	2026-01-02 09:30:00+00
524	user7	order.ship	2026-01-04 09:30:00+00
525	user4	order.create	2026-01-16 09:30:00+00
526	user5	order.ship	2026-01-13 09:30:00+00
527	user1	order.create	2026-01-09 09:30:00+00
528	user25	voucher.use	2026-01-16 09:30:00+00
529	user19	voucher.use	2026-01-04 09:30:00+00
530	user29	order.create	2026-01-16 09:30:00+00
531	user20	order.ship	2026-01-14 09:30:00+00
532	user17	login	2026-01-03 09:30:00+00
533	user19	voucher.use	2026-01-17 09:30:00+00
534	user22	order.ship	2026-01-15 09:30:00+00
535	user15	login	2026-01-14 09:30:00+00
536	user17	voucher.use	2026-01-02 09:30:00+00
537	user29	order.create	2026-01-09 09:30:00+00
538	user25	order.ship	2026-01-07 09:30:00+00
539	user13	login	2026-01-17 09:30:00+00
540	user23	login	2026-01-13 09:30:00+00
541	user27	voucher.use	2026-01-15 09:30:00+00
542	user28	order.ship	2026-01-13 09:30:00+00
543	user26	order.create	2026-01-07 09:30:00+00
544	user29	login	2026-01-05 09:30:00+00
545	user27	voucher.use	2026-01-17 09:30:00+00
546	user23	login	2026-01-15 09:30:00+00
547	user12	voucher.use	2026-01-13 09:30:00+00
548	user8	login	2026-01-01 09:30:00+00
549	user13	order.create	2026-01-04 09:30:00+00
550	user14	order.ship	2026-01-06 09:30:00+00
551	user5	order.ship	2026-01-16 09:30:00+00
552	user9	order.ship	2026-01-13 09:30:00+00
553	user10	order.create	2026-01-17 09:30:00+00
554	user4	login	2026-01-17 09:30:00+00
555	user5	voucher.use	2026-01-03 09:30:00+00
556	user21	order.create	2026-01-03 09:30:00+00
557	user10	order.create	2026-01-19 09:30:00+00
558	user18	order.create	2026-01-14 09:30:00+00
559	user9	order.ship	2026-01-09 09:30:00+00
560	user6	voucher.use	2026-01-13 09:30:00+00
561	user26	order.create	2026-01-02 09:30:00+00
562	user25	voucher.use	2026-01-04 09:30:00+00
563	user27	login	2026-01-11 09:30:00+00
564	user29	order.create	2026-01-20 09:30:00+00
565	user12	order.ship	2026-01-21 09:30:00+00
566	user29	voucher.use	2026-01-16 09:30:00+00
567	user15	order.create	2026-01-15 09:30:00+00
568	user24	order.create	2026-01-02 09:30:00+00
569	user12	order.ship	2026-01-20 09:30:00+00
570	user5	order.create	2026-01-01 09:30:00+00
571	user18	voucher.use	2026-01-14 09:30:00+00
572	user2	order.create	2026-01-10 09:30:00+00
573	user27	order.create	2026-01-03 09:30:00+00
574	user19	login	2026-01-19 09:30:00+00
575	user23	order.create	2026-01-04 09:30:00+00
576	user7	order.create	2026-01-21 09:30:00+00
577	user30	voucher.use	2026-01-08 09:30:00+00
578	user21	voucher.use	2026-01-11 09:30:00+00
579	user28	order.ship	2026-01-06 09:30:00+00
580	user15	login	2026-01-08 09:30:00+00
581	user1	login	2026-01-15 09:30:00+00
582	user12	order.ship	2026-01-08 09:30:00+00
583	user2	voucher.use	2026-01-15 09:30:00+00
584	user6	login	2026-01-18 09:30:00+00
585	user3	order.create	2026-01-14 09:30:00+00
586	user30	order.ship	2026-01-16 09:30:00+00
587	user23	order.ship	2026-01-05 09:30:00+00
588	user21	login	2026-01-04 09:30:00+00
589	user15	order.create	2026-01-17 09:30:00+00
590	user29	voucher.use	2026-01-11 09:30:00+00
591	user22	order.create	2026-01-06 09:30:00+00
592	user9	voucher.use	2026-01-14 09:30:00+00
593	user11	login	2026-01-02 09:30:00+00
594	user18	voucher.use	2026-01-21 09:30:00+00
595	user4	voucher.use	2026-01-06 09:30:00+00
596	user15	voucher.use	2026-01-17 09:30:00+00
597	user5	voucher.use	2026-01-17 09:30:00+00
598	user22	login	2026-01-04 09:30:00+00
599	user27	order.create	2026-01-02 09:30:00+00
600	user22	order.ship	2026-01-04 09:30:00+00
601	user18	order.ship	2026-01-12 09:30:00+00
602	user16	order.create	2026-01-04 09:30:00+00
603	user13	voucher.use	2026-01-01 09:30:00+00
604	user26	login	2026-01-06 09:30:00+00
605	user1	login	2026-01-16 09:30:00+00
606	user17	login	2026-01-05 09:30:00+00
607	user15	login	2026-01-07 09:30:00+00
608	user30	login	2026-01-17 09:30:00+00
609	user17	voucher.use	2026-01-07 09:30:00+00
610	user1	order.ship	2026-01-19 09:30:00+00
611	user12	order.create	2026-01-01 09:30:00+00
612	user8	order.create	2026-01-18 09:30:00+00
613	user22	login	2026-01-09 09:30:00+00
614	user29	order.ship	2026-01-20 09:30:00+00
615	user30	voucher.use	2026-01-03 09:30:00+00
616	user3	login	2026-01-06 09:30:00+00
617	user26	voucher.use	2026-01-11 09:30:00+00
618	user3	voucher.use	2026-01-18 09:30:00+00
619	user6	order.ship	2026-01-11 09:30:00+00
620	user9	order.create	2026-01-20 09:30:00+00
621	user28	order.ship	2026-01-10 09:30:00+00
622	user23	order.create	2026-01-19 09:30:00+00
623	user20	voucher.use	2026-01-09 09:30:00+00
624	user22	order.create	2026-01-16 09:30:00+00
625	user22	order.create	2026-01-21 09:30:00+00
626	user19	order.create	2026-01-21 09:30:00+00
627	user3	order.create	2026-01-19 09:30:00+00
628	user25	voucher.use	2026-01-09 09:30:00+00
629	user30	voucher.use	2026-01-03 09:30:00+00
630	user3	voucher.use	2026-01-13 09:30:00+00
631	user26	order.create	2026-01-13 09:30:00+00
632	user3	order.ship	2026-01-14 09:30:00+00
633	user19	login	2026-01-16 09:30:00+00
634	user5	order.ship	2026-01-02 09:30:00+00
635	user14	order.ship	2026-01-18 09:30:00+00
636	user22	login	2026-01-08 09:30:00+00
637	user10	login	2026-01-04 09:30:00+00
638	user24	voucher.use	2026-01-11 09:30:00+00
639	user13	voucher.use	2026-01-06 09:30:00+00
640	user30	order.create	2026-01-02 09:30:00+00
641	user21	login	2026-01-16 09:30:00+00
642	user13	login	2026-01-19 09:30:00+00
643	user24	voucher.use	2026-01-08 09:30:00+00
644	user21	voucher.use	2026-01-08 09:30:00+00
645	user24	order.ship	2026-01-18 09:30:00+00
646	user16	voucher.use	2026-01-13 09:30:00+00
647	user15	voucher.use	2026-01-20 09:30:00+00
648	user28	login	2026-01-19 09:30:00+00
649	user8	order.ship	2026-01-20 09:30:00+00
650	user17	order.ship	2026-01-15 09:30:00+00
651	user20	voucher.use	2026-01-13 09:30:00+00
652	user27	order.create	2026-01-13 09:30:00+00
653	user1	login	2026-01-05 09:30:00+00
654	user9	login	2026-01-07 09:30:00+00
655	user25	login	2026-01-20 09:30:00+00
656	user2	voucher.use	2026-01-05 09:30:00+00
657	user17	login	2026-01-12 09:30:00+00
658	user12	voucher.use	2026-01-01 09:30:00+00
659	user6	voucher.use	2026-01-04 09:30:00+00
660	user22	order.ship	2026-01-15 09:30:00+00
661	user19	order.create	2026-01-03 09:30:00+00
662	user22	voucher.use	2026-01-12 09:30:00+00
663	user28	order.ship	2026-01-03 09:30:00+00
664	user7	order.ship	2026-01-10 09:30:00+00
665	user6	order.ship	2026-01-17 09:30:00+00
666	user13	order.ship	2026-01-19 09:30:00+00
667	user14	order.ship	2026-01-10 09:30:00+00
668	user14	login	2026-01-20 09:30:00+00
669	user26	login	2026-01-02 09:30:00+00
670	user29	order.create	2026-01-07 09:30:00+00
671	user1	order.create	2026-01-14 09:30:00+00
672	user9	login	2026-01-21 09:30:00+00
673	user28	order.create	2026-01-07 09:30:00+00
674	user7	voucher.use	2026-01-13 09:30:00+00
675	user17	login	2026-01-01 09:30:00+00
676	user29	order.create	2026-01-04 09:30:00+00
677	user10	login	2026-01-12 09:30:00+00
678	user29	voucher.use	2026-01-11 09:30:00+00
679	user28	order.ship	2026-01-18 09:30:00+00
680	user2	login	2026-01-15 09:30:00+00
681	user25	login	2026-01-15 09:30:00+00
682	user18	login	2026-01-15 09:30:00+00
683	user30	login	2026-01-01 09:30:00+00
684	user29	order.ship	2026-01-07 09:30:00+00
685	user8	order.create	2026-01-11 09:30:00+00
686	user14	voucher.use	2026-01-10 09:30:00+00
687	user24	login	2026-01-13 09:30:00+00
688	user26	login	2026-01-03 09:30:00+00
689	user23	login	2026-01-01 09:30:00+00
690	user4	login	2026-01-16 09:30:00+00
691	user8	login	2026-01-17 09:30:00+00
692	user22	order.create	2026-01-16 09:30:00+00
693	user29	order.ship	2026-01-01 09:30:00+00
694	user5	login	2026-01-21 09:30:00+00
695	user9	voucher.use	2026-01-14 09:30:00+00
696	user19	order.ship	2026-01-01 09:30:00+00
697	user25	login	2026-01-10 09:30:00+00
698	user28	order.create	2026-01-16 09:30:00+00
699	user28	order.create	2026-01-14 09:30:00+00
700	user28	order.create	2026-01-13 09:30:00+00
701	user21	order.ship	2026-01-08 09:30:00+00
702	user29	login	2026-01-02 09:30:00+00
703	user6	order.ship	2026-01-13 09:30:00+00
704	user11	order.ship	2026-01-04 09:30:00+00
705	user21	order.create	2026-01-21 09:30:00+00
706	user20	order.create	2026-01-21 09:30:00+00
707	user4	login	2026-01-10 09:30:00+00
708	user15	voucher.use	2026-01-06 09:30:00+00
709	user4	voucher.use	2026-01-21 09:30:00+00
710	user16	order.ship	2026-01-08 09:30:00+00
711	user27	order.ship	2026-01-14 09:30:00+00
712	user30	login	2026-01-13 09:30:00+00
713	user4	login	2026-01-20 09:30:00+00
714	user30	login	2026-01-13 09:30:00+00
715	user3	login	2026-01-07 09:30:00+00
716	user20	order.ship	2026-01-08 09:30:00+00
717	user22	order.create	2026-01-04 09:30:00+00
718	user18	voucher.use	2026-01-08 09:30:00+00
719	user28	voucher.use	2026-01-06 09:30:00+00
720	user13	order.create	2026-01-05 09:30:00+00
721	user24	voucher.use	2026-01-04 09:30:00+00
722	user29	order.create	2026-01-07 09:30:00+00
723	user19	voucher.use	2026-01-08 09:30:00+00
724	user26	order.create	2026-01-09 09:30:00+00
725	user4	login	2026-01-04 09:30:00+00
726	user23	login	2026-01-04 09:30:00+00
727	user24	login	2026-01-03 09:30:00+00
728	user24	login	2026-01-21 09:30:00+00
729	user18	order.ship	2026-01-15 09:30:00+00
730	user5	voucher.use	2026-01-10 09:30:00+00
731	user23	voucher.use	2026-01-21 09:30:00+00
732	user1	order.ship	2026-01-02 09:30:00+00
733	user22	voucher.use	2026-01-12 09:30:00+00
734	user14	login	2026-01-16 09:30:00+00
735	user10	order.ship	2026-01-15 09:30:00+00
736	user8	voucher.use	2026-01-04 09:30:00+00
737	user30	login	2026-01-19 09:30:00+00
738	user8	voucher.use	2026-01-11 09:30:00+00
739	user3	order.ship	2026-01-15 09:30:00+00
740	user18	order.create	2026-01-17 09:30:00+00
741	user15	voucher.use	2026-01-18 09:30:00+00
742	user25	voucher.use	2026-01-17 09:30:00+00
743	user1	order.ship	2026-01-13 09:30:00+00
744	user20	voucher.use	2026-01-11 09:30:00+00
745	user23	order.ship	2026-01-11 09:30:00+00
746	user30	login	2026-01-11 09:30:00+00
747	user11	order.create	2026-01-10 09:30:00+00
748	user21	login	2026-01-16 09:30:00+00
749	user26	voucher.use	2026-01-13 09:30:00+00
750	user2	login	2026-01-19 09:30:00+00
751	user9	login	2026-01-06 09:30:00+00
752	user26	voucher.use	2026-01-11 09:30:00+00
753	user3	voucher.use	2026-01-06 09:30:00+00
754	user2	voucher.use	2026-01-06 09:30:00+00
755	user17	order.create	2026-01-06 09:30:00+00
756	user27	order.create	2026-01-04 09:30:00+00
757	user26	order.create	2026-01-04 09:30:00+00
758	user29	login	2026-01-10 09:30:00+00
759	user7	order.create	2026-01-10 09:30:00+00
760	user12	login	2026-01-09 09:30:00+00
761	user4	voucher.use	2026-01-01 09:30:00+00
762	user6	login	2026-01-07 09:30:00+00
763	user3	order.ship	2026-01-07 09:30:00+00
764	user9	order.create	2026-01-11 09:30:00+00
765	user12	order.ship	2026-01-09 09:30:00+00
766	user16	order.ship	2026-01-19 09:30:00+00
767	user7	order.ship	2026-01-12 09:30:00+00
768	user11	voucher.use	2026-01-12 09:30:00+00
769	user8	order.ship	2026-01-02 09:30:00+00
770	user8	voucher.use	2026-01-01 09:30:00+00
771	user21	voucher.use	2026-01-04 09:30:00+00
772	user14	voucher.use	2026-01-20 09:30:00+00
773	user4	order.ship	2026-01-19 09:30:00+00
774	user15	voucher.use	2026-01-08 09:30:00+00
775	user28	login	2026-01-15 09:30:00+00
776	user2	voucher.use	2026-01-19 09:30:00+00
777	user14	voucher.use	2026-01-11 09:30:00+00
778	user11	voucher.use	2026-01-19 09:30:00+00
779	user17	order.ship	2026-01-21 09:30:00+00
780	user26	login	2026-01-05 09:30:00+00
781	user13	voucher.use	2026-01-04 09:30:00+00
782	user30	order.create	2026-01-15 09:30:00+00
783	user12	order.ship	2026-01-19 09:30:00+00
784	user1	login	2026-01-14 09:30:00+00
785	user12	login	2026-01-19 09:30:00+00
786	user30	order.ship	2026-01-08 09:30:00+00
787	user5	login	2026-01-04 09:30:00+00
788	user2	voucher.use	2026-01-12 09:30:00+00
789	user21	order.create	2026-01-11 09:30:00+00
790	user2	voucher.use	2026-01-02 09:30:00+00
791	user12	order.create	2026-01-11 09:30:00+00
792	user2	voucher.use	2026-01-17 09:30:00+00
793	user2	order.ship	2026-01-08 09:30:00+00
794	user4	login	2026-01-05 09:30:00+00
795	user18	order.ship	2026-01-21 09:30:00+00
796	user4	order.create	2026-01-20 09:30:00+00
797	user16	login	2026-01-13 09:30:00+00
798	user28	login	2026-01-08 09:30:00+00
799	user14	order.create	2026-01-16 09:30:00+00
800	user20	voucher.use	2026-01-16 09:30:00+00
801	user24	order.create	2026-01-15 09:30:00+00
802	user10	order.ship	2026-01-21 09:30:00+00
803	user23	voucher.use	2026-01-15 09:30:00+00
804	user23	order.create	2026-01-14 09:30:00+00
805	user22	login	2026-01-16 09:30:00+00
806	user10	voucher.use	2026-01-03 09:30:00+00
807	user21	order.ship	2026-01-17 09:30:00+00
808	user22	order.create	2026-01-19 09:30:00+00
809	user2	order.ship	2026-01-06 09:30:00+00
810	user18	order.ship	2026-01-17 09:30:00+00
811	user25	order.create	2026-01-13 09:30:00+00
812	user23	voucher.use	2026-01-09 09:30:00+00
813	user1	order.ship	2026-01-04 09:30:00+00
814	user22	login	2026-01-02 09:30:00+00
815	user9	order.create	2026-01-09 09:30:00+00
816	user11	voucher.use	2026-01-14 09:30:00+00
817	user20	order.create	2026-01-01 09:30:00+00
818	user27	order.create	2026-01-10 09:30:00+00
819	user6	order.ship	2026-01-12 09:30:00+00
820	user10	voucher.use	2026-01-19 09:30:00+00
821	user11	login	2026-01-12 09:30:00+00
822	user17	voucher.use	2026-01-15 09:30:00+00
823	user16	login	2026-01-04 09:30:00+00
824	user21	voucher.use	2026-01-19 09:30:00+00
825	user20	voucher.use	2026-01-15 09:30:00+00
826	user5	order.create	2026-01-11 09:30:00+00
827	user5	login	2026-01-18 09:30:00+00
828	user10	order.ship	2026-01-08 09:30:00+00
829	user26	order.create	2026-01-02 09:30:00+00
830	user2	order.create	2026-01-15 09:30:00+00
831	user15	voucher.use	2026-01-15 09:30:00+00
832	user21	login	2026-01-07 09:30:00+00
833	user6	login	2026-01-19 09:30:00+00
834	user16	order.create	2026-01-05 09:30:00+00
835	user11	order.create	2026-01-10 09:30:00+00
836	user26	order.ship	2026-01-04 09:30:00+00
837	user19	login	2026-01-09 09:30:00+00
838	user27	order.ship	2026-01-03 09:30:00+00
839	user22	login	2026-01-16 09:30:00+00
840	user29	order.ship	2026-01-21 09:30:00+00
841	user12	login	2026-01-21 09:30:00+00
842	user25	voucher.use	2026-01-10 09:30:00+00
843	user26	order.create	2026-01-13 09:30:00+00
844	user15	voucher.use	2026-01-06 09:30:00+00
845	user28	order.create	2026-01-06 09:30:00+00
846	user18	voucher.use	2026-01-01 09:30:00+00
847	user4	order.create	2026-01-13 09:30:00+00
848	user3	voucher.use	2026-01-11 09:30:00+00
849	user17	order.ship	2026-01-19 09:30:00+00
850	user7	order.ship	2026-01-02 09:30:00+00
851	user10	order.ship	2026-01-21 09:30:00+00
852	user12	order.ship	2026-01-12 09:30:00+00
853	user15	login	2026-01-01 09:30:00+00
854	user27	voucher.use	2026-01-02 09:30:00+00
855	user13	order.create	2026-01-04 09:30:00+00
856	user16	order.ship	2026-01-16 09:30:00+00
857	user11	voucher.use	2026-01-07 09:30:00+00
858	user27	login	2026-01-05 09:30:00+00
859	user29	order.ship	2026-01-04 09:30:00+00
860	user22	voucher.use	2026-01-21 09:30:00+00
861	user15	order.ship	2026-01-11 09:30:00+00
862	user6	order.create	2026-01-10 09:30:00+00
863	user25	voucher.use	2026-01-15 09:30:00+00
864	user28	login	2026-01-13 09:30:00+00
865	user6	login	2026-01-03 09:30:00+00
866	user29	order.create	2026-01-10 09:30:00+00
867	user20	voucher.use	2026-01-19 09:30:00+00
868	user18	login	2026-01-21 09:30:00+00
869	user19	voucher.use	2026-01-04 09:30:00+00
870	user19	order.create	2026-01-14 09:30:00+00
871	user16	order.ship	2026-01-02 09:30:00+00
872	user13	order.ship	2026-01-06 09:30:00+00
873	user20	order.ship	2026-01-03 09:30:00+00
874	user1	order.create	2026-01-20 09:30:00+00
875	user12	order.create	2026-01-14 09:30:00+00
876	user5	order.ship	2026-01-18 09:30:00+00
877	user4	voucher.use	2026-01-18 09:30:00+00
878	user7	order.create	2026-01-09 09:30:00+00
879	user7	order.ship	2026-01-08 09:30:00+00
880	user19	voucher.use	2026-01-01 09:30:00+00
881	user24	order.create	2026-01-10 09:30:00+00
882	user16	order.ship	2026-01-07 09:30:00+00
883	user26	voucher.use	2026-01-10 09:30:00+00
884	user30	order.ship	2026-01-13 09:30:00+00
885	user7	login	2026-01-04 09:30:00+00
886	user17	login	2026-01-02 09:30:00+00
887	user11	order.create	2026-01-04 09:30:00+00
888	user2	voucher.use	2026-01-09 09:30:00+00
889	user27	order.ship	2026-01-12 09:30:00+00
890	user28	login	2026-01-01 09:30:00+00
891	user6	login	2026-01-16 09:30:00+00
892	user10	login	2026-01-20 09:30:00+00
893	user22	order.create	2026-01-18 09:30:00+00
894	user11	order.create	2026-01-06 09:30:00+00
895	user24	voucher.use	2026-01-14 09:30:00+00
896	user11	order.create	2026-01-06 09:30:00+00
897	user24	voucher.use	2026-01-02 09:30:00+00
898	user19	order.create	2026-01-19 09:30:00+00
899	user18	login	2026-01-07 09:30:00+00
900	user4	order.ship	2026-01-14 09:30:00+00
901	user1	voucher.use	2026-01-15 09:30:00+00
902	user11	order.create	2026-01-07 09:30:00+00
903	user22	order.create	2026-01-13 09:30:00+00
904	user21	order.ship	2026-01-01 09:30:00+00
905	user20	order.ship	2026-01-02 09:30:00+00
906	user5	order.ship	2026-01-05 09:30:00+00
907	user10	order.ship	2026-01-15 09:30:00+00
908	user24	order.ship	2026-01-19 09:30:00+00
909	user28	order.ship	2026-01-06 09:30:00+00
910	user27	order.ship	2026-01-08 09:30:00+00
911	user23	order.create	2026-01-15 09:30:00+00
912	user30	order.create	2026-01-06 09:30:00+00
913	user3	login	2026-01-16 09:30:00+00
914	user1	login	2026-01-04 09:30:00+00
915	user12	voucher.use	2026-01-13 09:30:00+00
916	user21	order.ship	2026-01-05 09:30:00+00
917	user30	order.ship	2026-01-17 09:30:00+00
918	user8	order.create	2026-01-02 09:30:00+00
919	user14	order.ship	2026-01-18 09:30:00+00
920	user20	login	2026-01-09 09:30:00+00
921	user1	voucher.use	2026-01-02 09:30:00+00
922	user4	order.create	2026-01-05 09:30:00+00
923	user1	order.create	2026-01-03 09:30:00+00
924	user27	order.create	2026-01-10 09:30:00+00
925	user30	order.create	2026-01-03 09:30:00+00
926	user2	order.create	2026-01-06 09:30:00+00
927	user13	voucher.use	2026-01-09 09:30:00+00
928	user22	login	2026-01-01 09:30:00+00
929	user16	order.create	2026-01-10 09:30:00+00
930	user23	order.ship	2026-01-07 09:30:00+00
931	user29	order.ship	2026-01-15 09:30:00+00
932	user1	login	2026-01-03 09:30:00+00
933	user5	login	2026-01-08 09:30:00+00
934	user13	order.ship	2026-01-19 09:30:00+00
935	user13	voucher.use	2026-01-02 09:30:00+00
936	user14	order.create	2026-01-15 09:30:00+00
937	user8	order.ship	2026-01-05 09:30:00+00
938	user16	order.create	2026-01-16 09:30:00+00
939	user24	order.create	2026-01-11 09:30:00+00
940	user3	order.ship	2026-01-04 09:30:00+00
941	user18	login	2026-01-18 09:30:00+00
942	user19	order.create	2026-01-03 09:30:00+00
943	user3	voucher.use	2026-01-01 09:30:00+00
944	user23	order.create	2026-01-01 09:30:00+00
945	user15	order.create	2026-01-15 09:30:00+00
946	user9	voucher.use	2026-01-07 09:30:00+00
947	user18	order.ship	2026-01-15 09:30:00+00
948	user9	voucher.use	2026-01-04 09:30:00+00
949	user23	order.ship	2026-01-18 09:30:00+00
950	user21	order.ship	2026-01-07 09:30:00+00
951	user18	voucher.use	2026-01-15 09:30:00+00
952	user28	order.create	2026-01-06 09:30:00+00
953	user6	voucher.use	2026-01-01 09:30:00+00
954	user27	order.create	2026-01-06 09:30:00+00
955	user16	login	2026-01-02 09:30:00+00
956	user13	order.ship	2026-01-06 09:30:00+00
957	user28	order.ship	2026-01-15 09:30:00+00
958	user10	voucher.use	2026-01-18 09:30:00+00
959	user11	order.ship	2026-01-05 09:30:00+00
960	user25	voucher.use	2026-01-01 09:30:00+00
961	user13	voucher.use	2026-01-02 09:30:00+00
962	user21	voucher.use	2026-01-03 09:30:00+00
963	user8	login	2026-01-18 09:30:00+00
964	user8	order.ship	2026-01-05 09:30:00+00
965	user27	login	2026-01-01 09:30:00+00
966	user2	order.create	2026-01-05 09:30:00+00
967	user23	login	2026-01-19 09:30:00+00
968	user22	login	2026-01-13 09:30:00+00
969	user2	order.ship	2026-01-10 09:30:00+00
970	user17	order.ship	2026-01-20 09:30:00+00
971	user25	order.create	2026-01-04 09:30:00+00
972	user30	voucher.use	2026-01-02 09:30:00+00
973	user15	voucher.use	2026-01-11 09:30:00+00
974	user6	order.ship	2026-01-12 09:30:00+00
975	user23	voucher.use	2026-01-05 09:30:00+00
976	user14	order.create	2026-01-14 09:30:00+00
977	user26	voucher.use	2026-01-02 09:30:00+00
978	user23	order.ship	2026-01-12 09:30:00+00
979	user9	order.create	2026-01-19 09:30:00+00
980	user25	order.create	2026-01-15 09:30:00+00
981	user15	order.create	2026-01-13 09:30:00+00
982	user3	login	2026-01-05 09:30:00+00
983	user9	order.ship	2026-01-07 09:30:00+00
984	user10	login	2026-01-05 09:30:00+00
985	user24	order.ship	2026-01-16 09:30:00+00
986	user15	order.create	2026-01-18 09:30:00+00
987	user15	voucher.use	2026-01-02 09:30:00+00
988	user12	order.ship	2026-01-20 09:30:00+00
989	user16	voucher.use	2026-01-11 09:30:00+00
990	user26	order.create	2026-01-08 09:30:00+00
991	user7	order.create	2026-01-07 09:30:00+00
992	user15	order.create	2026-01-02 09:30:00+00
993	user21	login	2026-01-19 09:30:00+00
994	user16	order.create	2026-01-18 09:30:00+00
995	user7	order.create	2026-01-12 09:30:00+00
996	user24	login	2026-01-19 09:30:00+00
997	user3	order.create	2026-01-16 09:30:00+00
998	user3	order.ship	2026-01-19 09:30:00+00
999	user16	order.ship	2026-01-09 09:30:00+00
1000	user11	login	2026-01-21 09:30:00+00
1001	user3	login	2026-01-05 09:30:00+00
1002	user1	order.create	2026-01-05 09:30:00+00
1003	user30	voucher.use	2026-01-10 09:30:00+00
1004	user1	order.ship	2026-01-02 09:30:00+00
1005	user1	login	2026-01-12 09:30:00+00
1006	user4	order.create	2026-01-14 09:30:00+00
1007	user19	order.ship	2026-01-12 09:30:00+00
1008	user29	order.ship	2026-01-14 09:30:00+00
1009	user16	order.ship	2026-01-19 09:30:00+00
1010	user20	order.ship	2026-01-01 09:30:00+00
1011	user8	login	2026-01-08 09:30:00+00
1012	user11	order.create	2026-01-09 09:30:00+00
1013	user18	login	2026-01-18 09:30:00+00
1014	user12	voucher.use	2026-01-19 09:30:00+00
1015	user28	order.ship	2026-01-07 09:30:00+00
1016	user5	voucher.use	2026-01-14 09:30:00+00
1017	user6	voucher.use	2026-01-09 09:30:00+00
1018	user5	login	2026-01-06 09:30:00+00
1019	user11	order.ship	2026-01-20 09:30:00+00
1020	user14	voucher.use	2026-01-09 09:30:00+00
1021	user13	voucher.use	2026-01-16 09:30:00+00
1022	user17	login	2026-01-05 09:30:00+00
1023	user9	order.create	2026-01-21 09:30:00+00
1024	user3	order.ship	2026-01-07 09:30:00+00
1025	user14	login	2026-01-05 09:30:00+00
1026	user3	voucher.use	2026-01-17 09:30:00+00
1027	user4	order.ship	2026-01-09 09:30:00+00
1028	user2	order.ship	2026-01-08 09:30:00+00
1029	user15	voucher.use	2026-01-18 09:30:00+00
1030	user10	order.ship	2026-01-07 09:30:00+00
1031	user9	voucher.use	2026-01-07 09:30:00+00
1032	user30	order.ship	2026-01-11 09:30:00+00
1033	user27	login	2026-01-10 09:30:00+00
1034	user20	login	2026-01-08 09:30:00+00
1035	user20	order.create	2026-01-09 09:30:00+00
1036	user6	voucher.use	2026-01-04 09:30:00+00
1037	user30	login	2026-01-05 09:30:00+00
1038	user7	voucher.use	2026-01-14 09:30:00+00
1039	user1	order.create	2026-01-13 09:30:00+00
1040	user1	order.create	2026-01-21 09:30:00+00
1041	user25	order.create	2026-01-16 09:30:00+00
1042	user12	voucher.use	2026-01-19 09:30:00+00
1043	user24	order.ship	2026-01-19 09:30:00+00
1044	user6	login	2026-01-05 09:30:00+00
1045	user20	order.create	2026-01-06 09:30:00+00
1046	user25	order.create	2026-01-21 09:30:00+00
1047	user6	order.create	2026-01-20 09:30:00+00
1048	user28	login	2026-01-11 09:30:00+00
1049	user29	order.ship	2026-01-21 09:30:00+00
1050	user28	order.create	2026-01-17 09:30:00+00
1051	user26	order.ship	2026-01-21 09:30:00+00
1052	user11	voucher.use	2026-01-19 09:30:00+00
1053	user16	voucher.use	2026-01-13 09:30:00+00
1054	user18	order.create	2026-01-03 09:30:00+00
1055	user23	order.create	2026-01-13 09:30:00+00
1056	user19	order.ship	2026-01-01 09:30:00+00
1057	user26	order.create	2026-01-06 09:30:00+00
1058	user28	login	2026-01-04 09:30:00+00
1059	user11	login	2026-01-12 09:30:00+00
1060	user23	login	2026-01-18 09:30:00+00
1061	user29	order.create	2026-01-21 09:30:00+00
1062	user15	order.ship	2026-01-12 09:30:00+00
1063	user29	order.create	2026-01-17 09:30:00+00
1064	user11	order.create	2026-01-19 09:30:00+00
1065	user12	login	2026-01-13 09:30:00+00
1066	user16	voucher.use	2026-01-15 09:30:00+00
1067	user13	order.create	2026-01-04 09:30:00+00
1068	user8	voucher.use	2026-01-20 09:30:00+00
1069	user7	order.ship	2026-01-01 09:30:00+00
1070	user20	order.ship	2026-01-01 09:30:00+00
1071	user24	order.ship	2026-01-21 09:30:00+00
1072	user14	login	2026-01-09 09:30:00+00
1073	user2	login	2026-01-11 09:30:00+00
1074	user26	voucher.use	2026-01-08 09:30:00+00
1075	user7	login	2026-01-12 09:30:00+00
1076	user4	order.create	2026-01-20 09:30:00+00
1077	user8	voucher.use	2026-01-16 09:30:00+00
1078	user15	order.ship	2026-01-08 09:30:00+00
1079	user8	order.create	2026-01-05 09:30:00+00
1080	user4	voucher.use	2026-01-11 09:30:00+00
1081	user26	login	2026-01-20 09:30:00+00
1082	user29	order.create	2026-01-01 09:30:00+00
1083	user15	order.create	2026-01-07 09:30:00+00
1084	user9	order.ship	2026-01-10 09:30:00+00
1085	user19	order.ship	2026-01-17 09:30:00+00
1086	user29	voucher.use	2026-01-10 09:30:00+00
1087	user21	order.create	2026-01-13 09:30:00+00
1088	user15	order.create	2026-01-11 09:30:00+00
1089	user26	voucher.use	2026-01-21 09:30:00+00
1090	user22	order.ship	2026-01-19 09:30:00+00
1091	user16	login	2026-01-01 09:30:00+00
1092	user23	voucher.use	2026-01-09 09:30:00+00
1093	user20	order.create	2026-01-13 09:30:00+00
1094	user15	order.create	2026-01-09 09:30:00+00
1095	user13	voucher.use	2026-01-14 09:30:00+00
1096	user25	order.ship	2026-01-01 09:30:00+00
1097	user4	order.ship	2026-01-10 09:30:00+00
1098	user22	order.create	2026-01-07 09:30:00+00
1099	user21	login	2026-01-09 09:30:00+00
1100	user4	voucher.use	2026-01-05 09:30:00+00
1101	user12	login	2026-01-13 09:30:00+00
1102	user20	order.ship	2026-01-03 09:30:00+00
1103	user13	order.create	2026-01-03 09:30:00+00
1104	user13	voucher.use	2026-01-11 09:30:00+00
1105	user30	voucher.use	2026-01-15 09:30:00+00
1106	user11	login	2026-01-07 09:30:00+00
1107	user28	order.create	2026-01-15 09:30:00+00
1108	user10	order.create	2026-01-04 09:30:00+00
1109	user27	voucher.use	2026-01-04 09:30:00+00
1110	user14	order.create	2026-01-02 09:30:00+00
1111	user7	login	2026-01-03 09:30:00+00
1112	user27	order.ship	2026-01-09 09:30:00+00
1113	user26	login	2026-01-01 09:30:00+00
1114	user30	order.create	2026-01-03 09:30:00+00
1115	user8	voucher.use	2026-01-03 09:30:00+00
1116	user26	voucher.use	2026-01-18 09:30:00+00
1117	user1	voucher.use	2026-01-05 09:30:00+00
1118	user10	order.create	2026-01-11 09:30:00+00
1119	user21	order.ship	2026-01-16 09:30:00+00
1120	user8	order.ship	2026-01-06 09:30:00+00
1121	user20	voucher.use	2026-01-06 09:30:00+00
1122	user12	order.create	2026-01-03 09:30:00+00
1123	user27	voucher.use	2026-01-10 09:30:00+00
1124	user21	order.ship	2026-01-21 09:30:00+00
1125	user12	voucher.use	2026-01-07 09:30:00+00
1126	user30	voucher.use	2026-01-12 09:30:00+00
1127	user7	voucher.use	2026-01-10 09:30:00+00
1128	user25	voucher.use	2026-01-13 09:30:00+00
1129	user24	voucher.use	2026-01-08 09:30:00+00
1130	user17	login	2026-01-07 09:30:00+00
1131	user15	order.ship	2026-01-09 09:30:00+00
1132	user21	login	2026-01-07 09:30:00+00
1133	user9	order.create	2026-01-08 09:30:00+00
1134	user14	login	2026-01-14 09:30:00+00
1135	user15	login	2026-01-07 09:30:00+00
1136	user15	voucher.use	2026-01-03 09:30:00+00
1137	user18	voucher.use	2026-01-18 09:30:00+00
1138	user3	login	2026-01-16 09:30:00+00
1139	user3	order.ship	2026-01-17 09:30:00+00
1140	user9	voucher.use	2026-01-02 09:30:00+00
\.


--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: shopapi
--

COPY public.orders (id, customer, status, created_at) FROM stdin;
1	Customer 169	open	2026-01-10 17:10:00+00
2	Customer 97	done	2026-01-09 15:10:00+00
3	Customer 180	open	2026-01-12 20:10:00+00
4	Customer 2	open	2026-01-18 08:10:00+00
5	Customer 143	sent	2026-01-05 14:10:00+00
6	Customer 105	done	2026-01-18 22:10:00+00
7	Customer 126	open	2026-01-07 22:10:00+00
8	Customer 76	done	2026-01-16 06:10:00+00
9	Customer 185	sent	2026-01-12 11:10:00+00
10	Customer 169	done	2026-01-03 15:10:00+00
11	Customer 85	open	2026-01-12 14:10:00+00
12	Customer 26	done	2026-01-09 09:10:00+00
13	Customer 115	open	2026-01-20 22:10:00+00
14	Customer 64	sent	2026-01-05 06:10:00+00
15	Customer 163	open	2026-01-21 08:10:00+00
16	Customer 123	done	2026-01-10 10:10:00+00
17	Customer 76	done	2026-01-13 11:10:00+00
18	Customer 117	sent	2026-01-19 09:10:00+00
19	Customer 155	done	2026-01-10 17:10:00+00
20	Customer 44	open	2026-01-17 20:10:00+00
21	Customer 187	open	2026-01-03 11:10:00+00
22	Customer 52	sent	2026-01-02 06:10:00+00
23	Customer 109	done	2026-01-17 16:10:00+00
24	Customer 141	sent	2026-01-10 17:10:00+00
25	Customer 197	done	2026-01-20 10:10:00+00
26	Customer 69	sent	2026-01-03 22:10:00+00
27	Customer 77	sent	2026-01-04 08:10:00+00
28	Customer 3	open	2026-01-08 14:10:00+00
29	Customer 164	open	2026-01-19 17:10:00+00
30	Customer 120	open	2026-01-20 15:10:00+00
31	Customer 48	open	2026-01-06 20:10:00+00
32	Customer 138	sent	2026-01-20 12:10:00+00
33	Customer 176	done	2026-01-02 17:10:00+00
34	Customer 45	sent	2026-01-21 14:10:00+00
35	Customer 181	open	2026-01-19 19:10:00+00
36	Customer 90	done	2026-01-16 13:10:00+00
37	Customer 183	open	2026-01-01 22:10:00+00
38	Customer 169	done	2026-01-09 18:10:00+00
39	Customer 38	sent	2026-01-13 17:10:00+00
40	Customer 77	open	2026-01-19 11:10:00+00
41	Customer 160	open	2026-01-15 12:10:00+00
42	Customer 59	open	2026-01-08 16:10:00+00
43	Customer 133	done	2026-01-17 21:10:00+00
44	Customer 174	open	2026-01-06 16:10:00+00
45	Customer 58	sent	2026-01-04 12:10:00+00
46	Customer 39	open	2026-01-07 21:10:00+00
47	Customer 43	done	2026-01-15 22:10:00+00
48	Customer 199	done	2026-01-05 16:10:00+00
49	Customer 180	open	2026-01-10 16:10:00+00
50	Customer 109	done	2026-01-19 21:10:00+00
51	Customer 47	sent	2026-01-08 11:10:00+00
52	Customer 85	open	2026-01-03 12:10:00+00
53	Customer 177	sent	2026-01-07 13:10:00+00
54	Customer 148	open	2026-01-10 21:10:00+00
55	Customer 84	sent	2026-01-15 12:10:00+00
56	Customer 90	sent	2026-01-04 06:10:00+00
57	Customer 68	sent	2026-01-18 08:10:00+00
58	Customer 165	done	2026-01-13 20:10:00+00
59	Customer 156	sent	2026-01-04 17:10:00+00
60	Customer 174	open	2026-01-08 20:10:00+00
61	Customer 37	open	2026-01-09 17:10:00+00
62	Customer 97	open	2026-01-21 17:10:00+00
63	Customer 172	done	2026-01-18 15:10:00+00
64	Customer 189	sent	2026-01-03 19:10:00+00
65	Customer 34	open	2026-01-08 08:10:00+00
66	Customer 179	open	2026-01-13 09:10:00+00
67	Customer 62	sent	2026-01-08 19:10:00+00
68	Customer 7	open	2026-01-06 09:10:00+00
69	Customer 157	done	2026-01-07 11:10:00+00
70	Customer 190	done	2026-01-21 19:10:00+00
71	Customer 195	done	2026-01-20 12:10:00+00
72	Customer 54	open	2026-01-08 18:10:00+00
73	Customer 103	open	2026-01-11 11:10:00+00
74	Customer 26	done	2026-01-12 06:10:00+00
75	Customer 88	done	2026-01-09 11:10:00+00
76	Customer 153	sent	2026-01-18 07:10:00+00
77	Customer 122	open	2026-01-01 10:10:00+00
78	Customer 106	sent	2026-01-02 11:10:00+00
79	Customer 85	open	2026-01-18 11:10:00+00
80	Customer 68	done	2026-01-17 16:10:00+00
81	Customer 35	done	2026-01-13 22:10:00+00
82	Customer 196	open	2026-01-13 14:10:00+00
83	Customer 176	done	2026-01-19 19:10:00+00
84	Customer 116	sent	2026-01-19 21:10:00+00
85	Customer 92	sent	2026-01-18 21:10:00+00
86	Customer 186	open	2026-01-09 16:10:00+00
87	Customer 131	open	2026-01-20 18:10:00+00
88	Customer 166	done	2026-01-18 12:10:00+00
89	Customer 17	done	2026-01-18 13:10:00+00
90	Customer 124	done	2026-01-01 13:10:00+00
91	Customer 191	open	2026-01-02 22:10:00+00
92	Customer 196	sent	2026-01-02 09:10:00+00
93	Customer 11	sent	2026-01-16 06:10:00+00
94	Customer 154	open	2026-01-01 16:10:00+00
95	Customer 42	sent	2026-01-07 19:10:00+00
96	Customer 163	sent	2026-01-10 13:10:00+00
97	Customer 20	open	2026-01-11 20:10:00+00
98	Customer 100	done	2026-01-10 11:10:00+00
99	Customer 98	open	2026-01-16 22:10:00+00
100	Customer 130	sent	2026-01-09 13:10:00+00
101	Customer 118	done	2026-01-04 11:10:00+00
102	Customer 109	open	2026-01-20 18:10:00+00
103	Customer 144	done	2026-01-21 07:10:00+00
104	Customer 55	open	2026-01-07 17:10:00+00
105	Customer 24	sent	2026-01-09 08:10:00+00
106	Customer 88	sent	2026-01-21 07:10:00+00
107	Customer 86	open	2026-01-06 09:10:00+00
108	Customer 134	sent	2026-01-05 20:10:00+00
109	Customer 57	sent	2026-01-12 22:10:00+00
110	Customer 139	done	2026-01-05 20:10:00+00
111	Customer 175	open	2026-01-07 12:10:00+00
112	Customer 70	open	2026-01-02 16:10:00+00
113	Customer 45	sent	2026-01-03 13:10:00+00
114	Customer 6	open	2026-01-10 22:10:00+00
115	Customer 21	sent	2026-01-19 17:10:00+00
116	Customer 184	sent	2026-01-02 17:10:00+00
117	Customer 143	open	2026-01-05 17:10:00+00
118	Customer 136	done	2026-01-20 07:10:00+00
119	Customer 45	open	2026-01-20 06:10:00+00
120	Customer 65	open	2026-01-06 15:10:00+00
121	Customer 59	done	2026-01-04 17:10:00+00
122	Customer 185	open	2026-01-21 09:10:00+00
123	Customer 39	open	2026-01-09 19:10:00+00
124	Customer 31	open	2026-01-14 20:10:00+00
125	Customer 47	sent	2026-01-14 10:10:00+00
126	Customer 59	sent	2026-01-11 19:10:00+00
127	Customer 190	sent	2026-01-17 07:10:00+00
128	Customer 133	open	2026-01-09 16:10:00+00
129	Customer 86	done	2026-01-18 13:10:00+00
130	Customer 136	done	2026-01-02 12:10:00+00
131	Customer 176	sent	2026-01-05 08:10:00+00
132	Customer 106	open	2026-01-12 10:10:00+00
133	Customer 178	done	2026-01-05 16:10:00+00
134	Customer 77	sent	2026-01-09 19:10:00+00
135	Customer 35	open	2026-01-21 06:10:00+00
136	Customer 176	open	2026-01-21 19:10:00+00
137	Customer 10	done	2026-01-16 15:10:00+00
138	Customer 73	open	2026-01-07 09:10:00+00
139	Customer 98	open	2026-01-21 09:10:00+00
140	Customer 69	done	2026-01-03 16:10:00+00
141	Customer 38	sent	2026-01-05 17:10:00+00
142	Customer 170	sent	2026-01-17 09:10:00+00
143	Customer 97	sent	2026-01-11 17:10:00+00
144	Customer 108	sent	2026-01-19 12:10:00+00
145	Customer 13	open	2026-01-12 10:10:00+00
146	Customer 184	done	2026-01-03 16:10:00+00
147	Customer 137	open	2026-01-04 06:10:00+00
148	Customer 109	open	2026-01-13 09:10:00+00
149	Customer 167	open	2026-01-17 11:10:00+00
150	Customer 93	open	2026-01-02 20:10:00+00
151	Customer 151	sent	2026-01-21 14:10:00+00
152	Customer 114	done	2026-01-20 22:10:00+00
153	Customer 133	done	2026-01-21 18:10:00+00
154	Customer 14	done	2026-01-19 13:10:00+00
155	Customer 139	done	2026-01-12 20:10:00+00
156	Customer 60	open	2026-01-16 06:10:00+00
157	Customer 25	open	2026-01-03 22:10:00+00
158	Customer 59	done	2026-01-16 15:10:00+00
159	Customer 118	sent	2026-01-10 10:10:00+00
160	Customer 126	done	2026-01-15 10:10:00+00
161	Customer 44	sent	2026-01-16 11:10:00+00
162	Customer 197	done	2026-01-11 12:10:00+00
163	Customer 65	done	2026-01-03 07:10:00+00
164	Customer 136	open	2026-01-06 07:10:00+00
165	Customer 127	done	2026-01-20 14:10:00+00
166	Customer 38	sent	2026-01-21 08:10:00+00
167	Customer 12	open	2026-01-12 16:10:00+00
168	Customer 188	done	2026-01-19 21:10:00+00
169	Customer 18	done	2026-01-02 08:10:00+00
170	Customer 45	done	2026-01-13 09:10:00+00
171	Customer 123	done	2026-01-02 07:10:00+00
172	Customer 168	open	2026-01-20 09:10:00+00
173	Customer 103	done	2026-01-10 15:10:00+00
174	Customer 123	open	2026-01-06 15:10:00+00
175	Customer 105	sent	2026-01-20 06:10:00+00
176	Customer 22	done	2026-01-13 06:10:00+00
177	Customer 151	open	2026-01-02 14:10:00+00
178	Customer 28	open	2026-01-14 20:10:00+00
179	Customer 149	done	2026-01-11 16:10:00+00
180	Customer 94	sent	2026-01-13 14:10:00+00
181	Customer 122	done	2026-01-08 16:10:00+00
182	Customer 138	sent	2026-01-12 12:10:00+00
183	Customer 99	open	2026-01-01 13:10:00+00
184	Customer 23	open	2026-01-11 07:10:00+00
185	Customer 168	done	2026-01-08 22:10:00+00
186	Customer 143	sent	2026-01-19 22:10:00+00
187	Customer 49	done	2026-01-21 16:10:00+00
188	Customer 52	done	2026-01-19 13:10:00+00
189	Customer 48	open	2026-01-11 19:10:00+00
190	Customer 45	done	2026-01-21 07:10:00+00
191	Customer 21	open	2026-01-13 13:10:00+00
192	Customer 133	done	2026-01-12 12:10:00+00
193	Customer 133	sent	2026-01-20 11:10:00+00
194	Customer 177	open	2026-01-21 16:10:00+00
195	Customer 67	open	2026-01-21 21:10:00+00
196	Customer 47	done	2026-01-19 11:10:00+00
197	Customer 144	done	2026-01-12 20:10:00+00
198	Customer 131	sent	2026-01-05 08:10:00+00
199	Customer 188	sent	2026-01-17 07:10:00+00
200	Customer 21	done	2026-01-20 14:10:00+00
201	Customer 151	open	2026-01-17 19:10:00+00
202	Customer 118	done	2026-01-14 22:10:00+00
203	Customer 40	open	2026-01-05 06:10:00+00
204	Customer 129	open	2026-01-05 06:10:00+00
205	Customer 133	sent	2026-01-02 17:10:00+00
206	Customer 186	sent	2026-01-05 21:10:00+00
207	Customer 71	done	2026-01-05 13:10:00+00
208	Customer 165	open	2026-01-03 07:10:00+00
209	Customer 197	open	2026-01-18 07:10:00+00
210	Customer 107	sent	2026-01-12 06:10:00+00
211	Customer 73	sent	2026-01-06 13:10:00+00
212	Customer 148	done	2026-01-15 18:10:00+00
213	Customer 196	open	2026-01-06 13:10:00+00
214	Customer 26	open	2026-01-06 22:10:00+00
215	Customer 197	open	2026-01-19 09:10:00+00
216	Customer 155	done	2026-01-06 15:10:00+00
217	Customer 5	sent	2026-01-08 22:10:00+00
218	Customer 167	sent	2026-01-15 06:10:00+00
219	Customer 35	open	2026-01-03 18:10:00+00
220	Customer 126	open	2026-01-20 22:10:00+00
221	Customer 7	open	2026-01-04 21:10:00+00
222	Customer 61	done	2026-01-02 15:10:00+00
223	Customer 21	open	2026-01-18 20:10:00+00
224	Customer 14	open	2026-01-17 16:10:00+00
225	Customer 137	done	2026-01-15 22:10:00+00
226	Customer 51	done	2026-01-15 09:10:00+00
227	Customer 114	done	2026-01-15 07:10:00+00
228	Customer 29	open	2026-01-18 20:10:00+00
229	Customer 137	done	2026-01-17 13:10:00+00
230	Customer 167	sent	2026-01-07 13:10:00+00
231	Customer 88	open	2026-01-05 20:10:00+00
232	Customer 88	done	2026-01-12 17:10:00+00
233	Customer 49	open	2026-01-18 10:10:00+00
234	Customer 192	sent	2026-01-07 07:10:00+00
235	Customer 44	done	2026-01-09 21:10:00+00
236	Customer 137	sent	2026-01-14 07:10:00+00
237	Customer 26	done	2026-01-16 10:10:00+00
238	Customer 102	open	2026-01-16 08:10:00+00
239	Customer 93	open	2026-01-13 17:10:00+00
240	Customer 72	open	2026-01-14 20:10:00+00
241	Customer 16	done	2026-01-15 06:10:00+00
242	Customer 125	open	2026-01-07 11:10:00+00
243	Customer 157	open	2026-01-02 10:10:00+00
244	Customer 190	sent	2026-01-20 18:10:00+00
245	Customer 188	sent	2026-01-14 11:10:00+00
246	Customer 7	open	2026-01-09 14:10:00+00
247	Customer 79	open	2026-01-11 12:10:00+00
248	Customer 15	done	2026-01-07 15:10:00+00
249	Customer 150	sent	2026-01-03 12:10:00+00
250	Customer 26	sent	2026-01-15 07:10:00+00
251	Customer 12	sent	2026-01-03 12:10:00+00
252	Customer 28	sent	2026-01-21 13:10:00+00
253	Customer 60	done	2026-01-08 18:10:00+00
254	Customer 73	open	2026-01-17 20:10:00+00
255	Customer 2	done	2026-01-03 10:10:00+00
256	Customer 111	done	2026-01-21 18:10:00+00
257	Customer 9	sent	2026-01-04 19:10:00+00
258	Customer 48	done	2026-01-12 15:10:00+00
259	Customer 197	sent	2026-01-10 16:10:00+00
260	Customer 171	done	2026-01-12 17:10:00+00
261	Customer 60	done	2026-01-16 10:10:00+00
262	Customer 39	done	2026-01-06 12:10:00+00
263	Customer 33	open	2026-01-16 10:10:00+00
264	Customer 63	open	2026-01-03 07:10:00+00
265	Customer 4	done	2026-01-03 18:10:00+00
266	Customer 187	sent	2026-01-15 17:10:00+00
267	Customer 159	open	2026-01-14 22:10:00+00
268	Customer 32	done	2026-01-19 10:10:00+00
269	Customer 150	done	2026-01-04 21:10:00+00
270	Customer 109	done	2026-01-08 11:10:00+00
271	Customer 59	open	2026-01-01 21:10:00+00
272	Customer 16	open	2026-01-01 06:10:00+00
273	Customer 151	sent	2026-01-06 22:10:00+00
274	Customer 58	sent	2026-01-01 21:10:00+00
275	Customer 83	sent	2026-01-04 10:10:00+00
276	Customer 132	open	2026-01-04 14:10:00+00
277	Customer 41	open	2026-01-06 09:10:00+00
278	Customer 120	done	2026-01-14 10:10:00+00
279	Customer 93	open	2026-01-06 13:10:00+00
280	Customer 118	done	2026-01-05 20:10:00+00
281	Customer 137	sent	2026-01-05 17:10:00+00
282	Customer 99	done	2026-01-02 17:10:00+00
283	Customer 11	sent	2026-01-09 18:10:00+00
284	Customer 115	sent	2026-01-17 12:10:00+00
285	Customer 32	sent	2026-01-10 12:10:00+00
286	Customer 6	open	2026-01-14 21:10:00+00
287	Customer 191	done	2026-01-16 19:10:00+00
288	Customer 100	open	2026-01-16 06:10:00+00
289	Customer 68	open	2026-01-07 15:10:00+00
290	Customer 120	done	2026-01-17 09:10:00+00
291	Customer 50	done	2026-01-02 06:10:00+00
292	Customer 84	open	2026-01-11 10:10:00+00
293	Customer 146	open	2026-01-19 12:10:00+00
294	Customer 2	done	2026-01-18 07:10:00+00
295	Customer 72	sent	2026-01-09 11:10:00+00
296	Customer 194	sent	2026-01-04 06:10:00+00
297	Customer 20	open	2026-01-09 11:10:00+00
298	Customer 64	open	2026-01-18 09:10:00+00
299	Customer 117	open	2026-01-03 12:10:00+00
300	Customer 155	open	2026-01-19 19:10:00+00
301	Customer 95	sent	2026-01-18 19:10:00+00
302	Customer 57	open	2026-01-16 09:10:00+00
303	Customer 12	sent	2026-01-01 18:10:00+00
304	Customer 65	done	2026-01-02 18:10:00+00
305	Customer 29	done	2026-01-20 06:10:00+00
306	Customer 59	sent	2026-01-12 16:10:00+00
307	Customer 46	sent	2026-01-10 15:10:00+00
308	Customer 59	open	2026-01-15 08:10:00+00
309	Customer 92	sent	2026-01-08 10:10:00+00
310	Customer 20	sent	2026-01-09 17:10:00+00
311	Customer 64	done	2026-01-04 15:10:00+00
312	Customer 87	open	2026-01-20 13:10:00+00
313	Customer 162	done	2026-01-05 19:10:00+00
314	Customer 25	done	2026-01-11 17:10:00+00
315	Customer 53	sent	2026-01-16 15:10:00+00
316	Customer 81	sent	2026-01-14 11:10:00+00
317	Customer 79	done	2026-01-15 20:10:00+00
318	Customer 73	open	2026-01-06 16:10:00+00
319	Customer 116	done	2026-01-21 21:10:00+00
320	Customer 90	open	2026-01-11 19:10:00+00
321	Customer 9	open	2026-01-13 15:10:00+00
322	Customer 129	sent	2026-01-12 08:10:00+00
323	Customer 127	done	2026-01-15 10:10:00+00
324	Customer 172	done	2026-01-08 15:10:00+00
325	Customer 27	sent	2026-01-02 18:10:00+00
326	Customer 64	sent	2026-01-14 17:10:00+00
327	Customer 121	sent	2026-01-07 22:10:00+00
328	Customer 66	sent	2026-01-02 17:10:00+00
329	Customer 96	open	2026-01-05 08:10:00+00
330	Customer 109	done	2026-01-07 08:10:00+00
331	Customer 157	done	2026-01-11 09:10:00+00
332	Customer 118	sent	2026-01-02 06:10:00+00
333	Customer 8	done	2026-01-07 12:10:00+00
334	Customer 115	sent	2026-01-08 06:10:00+00
335	Customer 22	open	2026-01-01 13:10:00+00
336	Customer 194	open	2026-01-12 22:10:00+00
337	Customer 75	sent	2026-01-16 22:10:00+00
338	Customer 128	done	2026-01-10 16:10:00+00
339	Customer 46	done	2026-01-04 14:10:00+00
340	Customer 143	done	2026-01-01 20:10:00+00
341	Customer 120	done	2026-01-13 15:10:00+00
342	Customer 91	done	2026-01-09 06:10:00+00
343	Customer 135	sent	2026-01-12 19:10:00+00
344	Customer 13	done	2026-01-05 16:10:00+00
345	Customer 158	sent	2026-01-07 21:10:00+00
346	Customer 79	open	2026-01-03 21:10:00+00
347	Customer 32	sent	2026-01-18 15:10:00+00
348	Customer 71	sent	2026-01-11 20:10:00+00
349	Customer 170	sent	2026-01-20 21:10:00+00
350	Customer 152	done	2026-01-16 14:10:00+00
351	Customer 171	open	2026-01-14 12:10:00+00
352	Customer 58	open	2026-01-11 08:10:00+00
353	Customer 164	sent	2026-01-16 18:10:00+00
354	Customer 15	done	2026-01-16 13:10:00+00
355	Customer 161	open	2026-01-06 22:10:00+00
356	Customer 4	done	2026-01-09 21:10:00+00
357	Customer 125	open	2026-01-13 11:10:00+00
358	Customer 148	open	2026-01-08 10:10:00+00
359	Customer 81	done	2026-01-10 09:10:00+00
360	Customer 45	done	2026-01-01 16:10:00+00
361	Customer 115	sent	2026-01-17 14:10:00+00
362	Customer 150	sent	2026-01-02 19:10:00+00
363	Customer 193	sent	2026-01-16 08:10:00+00
364	Customer 33	done	2026-01-17 22:10:00+00
365	Customer 187	open	2026-01-13 10:10:00+00
366	Customer 102	done	2026-01-09 06:10:00+00
367	Customer 98	open	2026-01-12 21:10:00+00
368	Customer 152	sent	2026-01-04 19:10:00+00
369	Customer 96	done	2026-01-19 07:10:00+00
370	Customer 102	done	2026-01-11 21:10:00+00
371	Customer 139	sent	2026-01-03 08:10:00+00
372	Customer 181	sent	2026-01-20 10:10:00+00
373	Customer 36	open	2026-01-04 20:10:00+00
374	Customer 130	sent	2026-01-12 19:10:00+00
375	Customer 99	done	2026-01-01 21:10:00+00
376	Customer 79	open	2026-01-13 17:10:00+00
377	Customer 64	sent	2026-01-09 20:10:00+00
378	Customer 160	done	2026-01-18 22:10:00+00
379	Customer 197	sent	2026-01-20 18:10:00+00
380	Customer 40	open	2026-01-13 22:10:00+00
381	Customer 53	sent	2026-01-02 07:10:00+00
382	Customer 162	open	2026-01-15 16:10:00+00
383	Customer 5	done	2026-01-05 09:10:00+00
384	Customer 158	open	2026-01-14 09:10:00+00
385	Customer 199	open	2026-01-17 15:10:00+00
386	Customer 60	open	2026-01-13 18:10:00+00
387	Customer 47	sent	2026-01-04 11:10:00+00
388	Customer 103	done	2026-01-20 11:10:00+00
389	Customer 30	open	2026-01-01 11:10:00+00
390	Customer 104	open	2026-01-13 06:10:00+00
391	Customer 107	sent	2026-01-13 12:10:00+00
392	Customer 182	done	2026-01-02 13:10:00+00
393	Customer 199	sent	2026-01-16 19:10:00+00
394	Customer 42	open	2026-01-12 16:10:00+00
395	Customer 26	done	2026-01-07 16:10:00+00
396	Customer 11	open	2026-01-20 22:10:00+00
397	Customer 127	sent	2026-01-09 22:10:00+00
398	Customer 55	open	2026-01-06 22:10:00+00
399	Customer 174	sent	2026-01-19 07:10:00+00
400	Customer 55	done	2026-01-04 09:10:00+00
401	Customer 114	done	2026-01-20 16:10:00+00
402	Customer 37	open	2026-01-10 20:10:00+00
403	Customer 31	sent	2026-01-08 20:10:00+00
404	Customer 172	done	2026-01-21 09:10:00+00
405	Customer 31	open	2026-01-09 16:10:00+00
406	Customer 111	done	2026-01-05 19:10:00+00
407	Customer 78	done	2026-01-11 10:10:00+00
408	Customer 102	open	2026-01-12 20:10:00+00
409	Customer 193	open	2026-01-01 16:10:00+00
410	Customer 118	sent	2026-01-20 09:10:00+00
411	Customer 182	sent	2026-01-03 18:10:00+00
412	Customer 194	sent	2026-01-13 06:10:00+00
413	Customer 30	sent	2026-01-04 19:10:00+00
414	Customer 191	done	2026-01-10 14:10:00+00
415	Customer 22	sent	2026-01-09 15:10:00+00
416	Customer 141	sent	2026-01-19 07:10:00+00
417	Customer 87	sent	2026-01-19 14:10:00+00
418	Customer 82	open	2026-01-13 10:10:00+00
419	Customer 99	done	2026-01-10 17:10:00+00
420	Customer 62	done	2026-01-12 15:10:00+00
421	Customer 6	sent	2026-01-18 09:10:00+00
422	Customer 18	open	2026-01-11 13:10:00+00
423	Customer 22	sent	2026-01-19 09:10:00+00
424	Customer 102	open	2026-01-06 08:10:00+00
425	Customer 164	open	2026-01-10 06:10:00+00
426	Customer 112	done	2026-01-11 21:10:00+00
427	Customer 195	sent	2026-01-03 07:10:00+00
428	Customer 88	sent	2026-01-10 16:10:00+00
429	Customer 179	done	2026-01-02 20:10:00+00
430	Customer 33	open	2026-01-20 15:10:00+00
431	Customer 24	done	2026-01-10 20:10:00+00
432	Customer 131	open	2026-01-07 18:10:00+00
433	Customer 113	done	2026-01-08 21:10:00+00
434	Customer 16	sent	2026-01-03 16:10:00+00
435	Customer 71	done	2026-01-03 13:10:00+00
436	Customer 42	sent	2026-01-07 15:10:00+00
437	Customer 42	open	2026-01-11 19:10:00+00
438	Customer 115	done	2026-01-05 11:10:00+00
439	Customer 31	open	2026-01-07 06:10:00+00
440	Customer 146	done	2026-01-20 19:10:00+00
441	Customer 25	open	2026-01-04 14:10:00+00
442	Customer 64	sent	2026-01-02 18:10:00+00
443	Customer 140	sent	2026-01-09 17:10:00+00
444	Customer 98	sent	2026-01-07 12:10:00+00
445	Customer 32	sent	2026-01-13 09:10:00+00
446	Customer 87	sent	2026-01-01 15:10:00+00
447	Customer 104	open	2026-01-03 12:10:00+00
448	Customer 184	done	2026-01-05 21:10:00+00
449	Customer 82	sent	2026-01-01 12:10:00+00
450	Customer 159	open	2026-01-20 15:10:00+00
451	Customer 167	done	2026-01-16 14:10:00+00
452	Customer 185	sent	2026-01-03 13:10:00+00
453	Customer 182	done	2026-01-09 06:10:00+00
454	Customer 61	sent	2026-01-05 20:10:00+00
455	Customer 2	sent	2026-01-02 09:10:00+00
456	Customer 27	done	2026-01-11 18:10:00+00
457	Customer 45	sent	2026-01-02 13:10:00+00
458	Customer 196	open	2026-01-12 11:10:00+00
459	Customer 19	open	2026-01-21 17:10:00+00
460	Customer 6	open	2026-01-07 09:10:00+00
461	Customer 22	sent	2026-01-18 12:10:00+00
462	Customer 2	open	2026-01-05 14:10:00+00
463	Customer 58	sent	2026-01-02 13:10:00+00
464	Customer 67	sent	2026-01-10 16:10:00+00
465	Customer 17	sent	2026-01-12 07:10:00+00
466	Customer 111	sent	2026-01-12 22:10:00+00
467	Customer 20	open	2026-01-12 06:10:00+00
468	Customer 164	done	2026-01-09 08:10:00+00
469	Customer 187	open	2026-01-11 06:10:00+00
470	Customer 37	done	2026-01-18 20:10:00+00
471	Customer 169	open	2026-01-11 19:10:00+00
472	Customer 88	sent	2026-01-09 07:10:00+00
473	Customer 89	open	2026-01-11 22:10:00+00
474	Customer 118	sent	2026-01-11 07:10:00+00
475	Customer 135	done	2026-01-18 16:10:00+00
476	Customer 47	sent	2026-01-05 07:10:00+00
477	Customer 21	done	2026-01-05 19:10:00+00
478	Customer 162	sent	2026-01-20 12:10:00+00
479	Customer 109	open	2026-01-08 22:10:00+00
480	Customer 5	open	2026-01-20 21:10:00+00
481	Customer 200	sent	2026-01-07 07:10:00+00
482	Customer 125	done	2026-01-21 12:10:00+00
483	Customer 98	open	2026-01-12 18:10:00+00
484	Customer 144	open	2026-01-19 12:10:00+00
485	Customer 187	sent	2026-01-07 07:10:00+00
486	Customer 26	open	2026-01-21 17:10:00+00
487	Customer 25	done	2026-01-05 22:10:00+00
488	Customer 144	done	2026-01-07 17:10:00+00
489	Customer 192	open	2026-01-20 14:10:00+00
490	Customer 160	done	2026-01-19 20:10:00+00
491	Customer 9	sent	2026-01-17 06:10:00+00
492	Customer 19	open	2026-01-11 08:10:00+00
493	Customer 64	done	2026-01-20 12:10:00+00
494	Customer 130	open	2026-01-09 16:10:00+00
495	Customer 120	sent	2026-01-18 15:10:00+00
496	Customer 123	done	2026-01-11 10:10:00+00
497	Customer 159	open	2026-01-05 06:10:00+00
498	Customer 35	sent	2026-01-05 15:10:00+00
499	Customer 10	done	2026-01-18 14:10:00+00
500	Customer 108	sent	2026-01-20 19:10:00+00
501	Customer 96	done	2026-01-15 10:10:00+00
502	Customer 162	open	2026-01-10 21:10:00+00
503	Customer 64	done	2026-01-08 10:10:00+00
504	Customer 15	done	2026-01-05 14:10:00+00
505	Customer 53	done	2026-01-05 13:10:00+00
506	Customer 114	open	2026-01-07 21:10:00+00
507	Customer 73	open	2026-01-15 16:10:00+00
508	Customer 122	open	2026-01-12 06:10:00+00
509	Customer 138	done	2026-01-19 07:10:00+00
510	Customer 64	open	2026-01-07 10:10:00+00
511	Customer 1	sent	2026-01-16 19:10:00+00
512	Customer 91	sent	2026-01-05 11:10:00+00
513	Customer 19	done	2026-01-08 07:10:00+00
514	Customer 111	sent	2026-01-06 18:10:00+00
515	Customer 116	sent	2026-01-11 09:10:00+00
516	Customer 165	sent	2026-01-15 10:10:00+00
517	Customer 105	sent	2026-01-11 18:10:00+00
518	Customer 138	open	2026-01-21 09:10:00+00
519	Customer 5	open	2026-01-12 07:10:00+00
520	Customer 183	open	2026-01-15 10:10:00+00
\.


--
-- Data for Name: payments; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.payments (id, order_id, amount) FROM stdin;
1	17	75.85
2	380	62.50
3	290	284.29
4	133	172.19
5	204	51.52
6	243	237.96
7	424	31.04
8	271	165.45
9	352	14.50
10	421	40.83
11	201	45.75
12	149	277.61
13	422	187.97
14	212	87.65
15	481	16.35
16	111	104.66
17	81	66.36
18	151	239.71
19	360	78.34
20	365	212.22
21	335	276.58
22	270	287.76
23	412	221.13
24	11	265.65
25	450	267.32
26	141	244.48
27	354	191.76
28	403	252.01
29	181	26.22
30	500	270.30
31	253	54.74
32	500	168.23
33	449	41.29
34	341	298.19
35	465	194.24
36	90	148.03
37	94	286.82
38	193	16.35
39	485	174.69
40	478	74.63
41	85	289.06
42	321	26.33
43	221	5.63
44	166	44.79
45	129	61.58
46	350	12.95
47	438	156.55
48	3	81.21
49	366	13.18
50	130	62.04
51	353	257.00
52	346	116.15
53	254	287.86
54	79	175.41
55	334	175.46
56	37	148.18
57	77	67.41
58	231	202.77
59	257	129.16
60	175	16.40
61	467	198.89
62	216	12.50
63	405	92.51
64	204	132.72
65	104	140.09
66	259	225.66
67	458	98.62
68	285	261.20
69	276	191.17
70	132	207.34
71	80	48.92
72	471	245.67
73	432	84.59
74	172	197.26
75	451	209.68
76	484	74.30
77	185	141.95
78	412	83.68
79	300	244.77
80	132	70.20
81	344	88.98
82	80	167.77
83	165	80.56
84	273	276.34
85	14	50.94
86	333	194.85
87	43	248.89
88	335	85.19
89	14	128.69
90	408	292.17
91	441	257.09
92	155	296.76
93	463	83.48
94	267	57.36
95	163	41.08
96	342	222.62
97	368	197.31
98	259	288.08
99	373	56.72
100	217	251.21
101	175	167.04
102	399	173.81
103	218	25.90
104	25	296.84
105	249	277.08
106	169	213.12
107	390	168.95
108	281	69.80
109	396	246.51
110	238	96.69
111	156	45.08
112	384	228.84
113	233	154.80
114	70	270.86
115	340	47.11
116	392	237.38
117	122	8.29
118	490	262.34
119	52	150.61
120	59	281.13
121	233	114.65
122	342	128.67
123	3	281.71
124	62	84.47
125	65	28.05
126	389	120.48
127	391	97.79
128	264	201.72
129	128	138.60
130	251	105.65
131	38	188.85
132	12	25.26
133	418	41.14
134	73	38.45
135	303	47.96
136	320	296.68
137	111	65.81
138	41	277.77
139	139	279.35
140	313	171.86
141	217	180.24
142	416	244.08
143	107	239.59
144	248	117.88
145	460	192.74
146	71	135.67
147	187	185.93
148	97	226.88
149	370	90.91
150	236	51.28
151	111	282.80
152	329	111.52
153	181	281.30
154	442	117.88
155	149	15.75
156	178	281.33
157	449	185.45
158	204	191.62
159	304	198.25
160	216	11.91
161	452	265.15
162	417	234.10
163	447	154.90
164	352	197.80
165	19	102.74
166	406	36.30
167	391	213.46
168	217	45.68
169	159	269.78
170	47	220.46
171	94	183.86
172	482	155.83
173	27	71.52
174	180	65.23
175	147	124.81
176	88	183.82
177	262	180.38
178	147	268.96
179	89	174.68
180	236	261.32
181	338	291.05
182	31	295.06
183	440	117.68
184	238	195.48
185	152	271.70
186	141	58.63
187	26	170.10
188	375	5.54
189	262	133.08
190	20	102.10
191	227	10.33
192	6	175.74
193	427	40.33
194	452	201.56
195	253	78.95
196	41	30.48
197	105	131.78
198	231	245.23
199	96	119.08
200	288	179.97
201	402	66.81
202	126	104.05
203	429	109.20
204	319	189.93
205	275	260.69
206	313	268.79
207	378	103.83
208	460	293.61
209	446	120.94
210	241	225.36
\.


--
-- Data for Name: vouchers; Type: TABLE DATA; Schema: public; Owner: shopapi
--

COPY public.vouchers (id, code, value, used_by) FROM stdin;
1	V22F75293DE	10.00	369
2	V1E7F073AE6	5.00	288
3	V6858F94D1F	20.00	\N
4	VC715E67584	5.00	220
5	VC4D4706314	20.00	384
6	V17249A8D95	5.00	115
7	VE7DE41CCDF	10.00	\N
8	V3CAA789E8B	20.00	\N
9	V64E0D7E365	5.00	331
10	V84CB0E4031	5.00	256
11	V93CFEFC76D	5.00	\N
12	VE3888ED38E	5.00	\N
13	VB13B11784E	20.00	\N
14	VFE4FCD2A76	10.00	308
15	V72DFDC5F6E	5.00	\N
16	V30394CE0DC	20.00	\N
17	V509A81A3C4	20.00	\N
18	V2ADC4AA7A4	5.00	302
19	V3DEEB5ECFD	10.00	294
20	V9762EE60B6	10.00	\N
21	V39D2311782	20.00	\N
22	VDF31ABFEC9	5.00	\N
23	VF2920C577D	5.00	\N
24	V101D38482D	10.00	79
25	V711D13BC19	5.00	\N
26	V2EEA1B8D4B	20.00	\N
27	VDBAD9BBB66	5.00	122
28	VC45203B04A	20.00	82
29	VFE6CF17764	20.00	\N
30	VD401CFB162	20.00	212
31	V8927B254A5	5.00	\N
32	VFDC0415A24	5.00	\N
33	V995657B98A	5.00	\N
34	VB4D61EB3E1	5.00	400
35	VE92809EEB5	20.00	162
36	VF28CE0002A	5.00	\N
37	V63782E78F6	10.00	\N
38	V37904A530E	20.00	378
39	VC57AA9D328	5.00	\N
40	V761C74D391	5.00	\N
41	VCEC2545D10	10.00	57
42	VB2C8F68017	10.00	\N
43	V43D3FAB12F	5.00	\N
44	V642EA62B86	20.00	\N
45	VF254E5624C	20.00	370
46	VBF7A1852E1	5.00	302
47	V1B9B665B06	10.00	\N
48	VAB21006BA3	10.00	\N
49	VC3611089C3	5.00	\N
50	VEA4A828792	5.00	415
51	V74D6D99DA7	20.00	\N
52	VCDEF3BC371	5.00	\N
53	V2E6DCC18EC	10.00	328
54	VE24B799F55	10.00	\N
55	V21C4E8B280	10.00	\N
56	V7EDBFAA5A6	10.00	\N
57	V075B3E68F2	5.00	415
58	V61BA41B501	5.00	458
59	V91F16D0050	5.00	378
60	VB0959DB3EB	20.00	\N
61	VFAC6F0F837	5.00	157
62	VF75F9E3DB4	5.00	79
63	VCA4EF1562B	20.00	\N
64	VF7F04A3B3F	10.00	\N
65	VF11E0D9B6D	5.00	\N
66	V54A515BC92	5.00	485
67	V74C07488A3	5.00	\N
68	V55460E4B54	5.00	90
69	V6D8E05BCF3	5.00	474
70	V49832FDCE0	5.00	\N
71	V36B53ED817	20.00	\N
72	V86DB62AD39	5.00	\N
73	VB127F01467	20.00	\N
74	V8A28567868	10.00	\N
75	V53F79257F2	5.00	404
76	V4D74E49550	5.00	\N
77	V55924BC88B	10.00	147
78	V648C1A3D76	20.00	\N
79	V90FB030E2A	20.00	\N
80	VF0498DE0E1	20.00	326
81	V107C1341BE	10.00	\N
82	V84625E02C6	5.00	185
83	VB9FB9059FF	5.00	\N
84	VA4B2010C52	10.00	255
85	VFB739F2FB4	20.00	438
86	V7821288096	5.00	193
87	VED3541FF5C	5.00	476
88	VB07326BD11	20.00	\N
89	V13C8DCD3E8	10.00	123
90	V6388B562E4	20.00	\N
91	VD5B43D8196	10.00	319
92	VDA6ACE9F6F	20.00	419
93	V301CD46E82	20.00	\N
94	V94E8823C38	10.00	\N
95	V9C21A94D70	5.00	\N
96	VA43033245C	10.00	\N
97	V407BB221BF	5.00	228
98	V4984074906	5.00	\N
99	V49EFB9BD52	5.00	\N
100	V006F471A72	5.00	373
101	V340321A723	10.00	13
102	V650CD184F6	5.00	\N
103	V0D01278651	20.00	206
104	V55ECB3552C	5.00	29
105	VE18B1E0BC9	5.00	\N
106	V055D70C1B5	20.00	410
107	V258560BF08	5.00	332
108	V8D5CF1F866	5.00	195
109	VD65D71DD38	20.00	140
110	V7B7CA2450C	10.00	\N
111	VC7CC4F6033	10.00	432
112	V1314CC7335	10.00	337
113	V7600463329	20.00	231
114	V17BEE510B2	10.00	444
115	V75A300BC62	5.00	\N
116	V33EE3463FA	10.00	466
117	V15598CA3CA	20.00	7
118	V132B2E3206	10.00	\N
119	VEA14FE11B0	5.00	\N
120	V8C08D32FCD	5.00	\N
121	VDCB36A187A	10.00	197
122	V9E6F82FD0E	20.00	\N
123	VCA88DB97A2	10.00	\N
124	VEC1290BF51	5.00	\N
125	V3C32FB3973	20.00	\N
126	VB87CDA38FA	5.00	192
127	V6774B493B0	10.00	\N
128	V08BC59FC74	5.00	347
129	V21EEAD2115	5.00	253
130	VF2F3006FF4	20.00	\N
131	V47F657E638	20.00	\N
132	VC56B23FCD8	20.00	\N
133	V95B4DC5A80	10.00	434
134	VF6B4856FC5	20.00	49
135	V58671D1B6B	10.00	386
136	V2F162DA2F0	5.00	211
137	V8F36A6240C	20.00	\N
138	VB0499600C8	10.00	323
139	VF7E2F526E1	20.00	188
140	V5EF090DD40	20.00	185
141	VC7C1604368	10.00	392
142	V70A997FAAF	10.00	\N
143	V81B6575493	10.00	\N
144	VC9C680050A	20.00	17
145	VA9E0CEBFD3	10.00	\N
146	VFBB5CA8EB7	20.00	329
147	VBD4663B277	10.00	140
148	VEFA2AE6B91	20.00	298
149	VBD1CB41942	10.00	77
150	VA9E3F07729	20.00	433
151	V5E7BB2BCB9	20.00	\N
152	V28154E690D	20.00	\N
153	V1B1978B240	10.00	468
154	V69AB840838	20.00	\N
155	VF66D6D20EE	10.00	\N
156	V689AC7BB28	5.00	430
157	V78038AECDE	10.00	250
158	V0BF7BFD013	10.00	\N
159	V8618ED37BF	20.00	\N
160	V69B7BF4382	5.00	219
161	VBEAA922C39	20.00	\N
162	V1B6F423170	5.00	121
163	V9BED4C9373	5.00	234
164	V67923B144C	5.00	\N
165	V70A4462632	5.00	\N
166	V9DA04E1391	5.00	\N
167	V22921F9EBF	5.00	397
168	V5295B27973	5.00	\N
\.


--
-- Name: api_keys_id_seq; Type: SEQUENCE SET; Schema: public; Owner: shopapi
--

SELECT pg_catalog.setval('public.api_keys_id_seq', 7, true);


--
-- Name: audit_entries_id_seq; Type: SEQUENCE SET; Schema: public; Owner: shopapi
--

SELECT pg_catalog.setval('public.audit_entries_id_seq', 1140, true);


--
-- Name: orders_id_seq; Type: SEQUENCE SET; Schema: public; Owner: shopapi
--

SELECT pg_catalog.setval('public.orders_id_seq', 520, true);


--
-- Name: payments_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.payments_id_seq', 210, true);


--
-- Name: vouchers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: shopapi
--

SELECT pg_catalog.setval('public.vouchers_id_seq', 168, true);


--
-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: shopapi
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);


--
-- Name: audit_entries audit_entries_pkey; Type: CONSTRAINT; Schema: public; Owner: shopapi
--

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (id);


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: shopapi
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: payments payments_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);


--
-- Name: vouchers vouchers_pkey; Type: CONSTRAINT; Schema: public; Owner: shopapi
--

ALTER TABLE ONLY public.vouchers
    ADD CONSTRAINT vouchers_pkey PRIMARY KEY (id);


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

GRANT ALL ON SCHEMA public TO shopapi;


--
-- Name: TABLE payments; Type: ACL; Schema: public; Owner: postgres
--

GRANT SELECT,INSERT ON TABLE public.payments TO shopapi;


--
-- Name: SEQUENCE payments_id_seq; Type: ACL; Schema: public; Owner: postgres
--

GRANT USAGE ON SEQUENCE public.payments_id_seq TO shopapi;


--
-- PostgreSQL database dump complete
--

\unrestrict Jfrtc3J17asYHgq4oezFDhBEvYoLfLhvi0tA6whYINH2zVM4GX0K3O38TuxEm1o

