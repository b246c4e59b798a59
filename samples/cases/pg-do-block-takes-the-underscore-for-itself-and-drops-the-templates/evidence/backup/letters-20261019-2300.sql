--
-- PostgreSQL database dump
--

\restrict aOZcy7GbPwDsnaE818BN9T1NxbOGICnVFtwqz1Odoq6W5vqzJqiMzs8T0AOrAuW

-- Dumped from database version 18.6
-- Dumped by pg_dump version 18.6

-- Started on 2026-10-19 23:00:00 JST

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
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
-- TOC entry 219 (class 1259 OID 16385)
-- Name: customers; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.customers (
    id bigint NOT NULL,
    name text
);


ALTER TABLE public.customers OWNER TO postgres;

--
-- TOC entry 220 (class 1259 OID 16393)
-- Name: letters; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.letters (
    id bigint NOT NULL,
    customer_id bigint,
    body text
);


ALTER TABLE public.letters OWNER TO postgres;

--
-- TOC entry 223 (class 1259 OID 16428)
-- Name: tmp_import_0412; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.tmp_import_0412 (
    id integer
);


ALTER TABLE public.tmp_import_0412 OWNER TO postgres;

--
-- TOC entry 224 (class 1259 OID 16431)
-- Name: tmp_import_0413; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.tmp_import_0413 (
    id integer
);


ALTER TABLE public.tmp_import_0413 OWNER TO postgres;

--
-- TOC entry 222 (class 1259 OID 16415)
-- Name: tmpl_blocks; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.tmpl_blocks (
    id bigint NOT NULL,
    template_id bigint,
    body text
);


ALTER TABLE public.tmpl_blocks OWNER TO postgres;

--
-- TOC entry 221 (class 1259 OID 16406)
-- Name: tmplates; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.tmplates (
    id bigint NOT NULL,
    title text NOT NULL,
    body text
);


ALTER TABLE public.tmplates OWNER TO postgres;

--
-- TOC entry 2593 (class 0 OID 16385)
-- Dependencies: 219
-- Data for Name: customers; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.customers (id, name) FROM stdin;
1	C1
2	C2
3	C3
4	C4
5	C5
6	C6
7	C7
8	C8
9	C9
10	C10
11	C11
12	C12
13	C13
14	C14
15	C15
16	C16
17	C17
18	C18
19	C19
20	C20
21	C21
22	C22
23	C23
24	C24
25	C25
26	C26
27	C27
28	C28
29	C29
30	C30
31	C31
32	C32
33	C33
34	C34
35	C35
36	C36
37	C37
38	C38
39	C39
40	C40
41	C41
42	C42
43	C43
44	C44
45	C45
46	C46
47	C47
48	C48
49	C49
50	C50
51	C51
52	C52
53	C53
54	C54
55	C55
56	C56
57	C57
58	C58
59	C59
60	C60
61	C61
62	C62
63	C63
64	C64
65	C65
66	C66
67	C67
68	C68
69	C69
70	C70
71	C71
72	C72
73	C73
74	C74
75	C75
76	C76
77	C77
78	C78
79	C79
80	C80
81	C81
82	C82
83	C83
84	C84
85	C85
86	C86
87	C87
88	C88
89	C89
90	C90
91	C91
92	C92
93	C93
94	C94
95	C95
96	C96
97	C97
98	C98
99	C99
100	C100
101	C101
102	C102
103	C103
104	C104
105	C105
106	C106
107	C107
108	C108
109	C109
110	C110
111	C111
112	C112
113	C113
114	C114
115	C115
116	C116
117	C117
118	C118
119	C119
120	C120
121	C121
122	C122
123	C123
124	C124
125	C125
126	C126
127	C127
128	C128
129	C129
130	C130
131	C131
132	C132
133	C133
134	C134
135	C135
136	C136
137	C137
138	C138
139	C139
140	C140
141	C141
142	C142
143	C143
144	C144
145	C145
146	C146
147	C147
148	C148
149	C149
150	C150
\.


--
-- TOC entry 2594 (class 0 OID 16393)
-- Dependencies: 220
-- Data for Name: letters; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.letters (id, customer_id, body) FROM stdin;
1	2	text
2	3	text
3	4	text
4	5	text
5	6	text
6	7	text
7	8	text
8	9	text
9	10	text
10	11	text
11	12	text
12	13	text
13	14	text
14	15	text
15	16	text
16	17	text
17	18	text
18	19	text
19	20	text
20	21	text
21	22	text
22	23	text
23	24	text
24	25	text
25	26	text
26	27	text
27	28	text
28	29	text
29	30	text
30	31	text
31	32	text
32	33	text
33	34	text
34	35	text
35	36	text
36	37	text
37	38	text
38	39	text
39	40	text
40	41	text
41	42	text
42	43	text
43	44	text
44	45	text
45	46	text
46	47	text
47	48	text
48	49	text
49	50	text
50	51	text
51	52	text
52	53	text
53	54	text
54	55	text
55	56	text
56	57	text
57	58	text
58	59	text
59	60	text
60	61	text
61	62	text
62	63	text
63	64	text
64	65	text
65	66	text
66	67	text
67	68	text
68	69	text
69	70	text
70	71	text
71	72	text
72	73	text
73	74	text
74	75	text
75	76	text
76	77	text
77	78	text
78	79	text
79	80	text
80	81	text
81	82	text
82	83	text
83	84	text
84	85	text
85	86	text
86	87	text
87	88	text
88	89	text
89	90	text
90	91	text
91	92	text
92	93	text
93	94	text
94	95	text
95	96	text
96	97	text
97	98	text
98	99	text
99	100	text
100	101	text
101	102	text
102	103	text
103	104	text
104	105	text
105	106	text
106	107	text
107	108	text
108	109	text
109	110	text
110	111	text
111	112	text
112	113	text
113	114	text
114	115	text
115	116	text
116	117	text
117	118	text
118	119	text
119	120	text
120	121	text
121	122	text
122	123	text
123	124	text
124	125	text
125	126	text
126	127	text
127	128	text
128	129	text
129	130	text
130	131	text
131	132	text
132	133	text
133	134	text
134	135	text
135	136	text
136	137	text
137	138	text
138	139	text
139	140	text
140	141	text
141	142	text
142	143	text
143	144	text
144	145	text
145	146	text
146	147	text
147	148	text
148	149	text
149	150	text
150	1	text
151	2	text
152	3	text
153	4	text
154	5	text
155	6	text
156	7	text
157	8	text
158	9	text
159	10	text
160	11	text
161	12	text
162	13	text
163	14	text
164	15	text
165	16	text
166	17	text
167	18	text
168	19	text
169	20	text
170	21	text
171	22	text
172	23	text
173	24	text
174	25	text
175	26	text
176	27	text
177	28	text
178	29	text
179	30	text
180	31	text
181	32	text
182	33	text
183	34	text
184	35	text
185	36	text
186	37	text
187	38	text
188	39	text
189	40	text
190	41	text
191	42	text
192	43	text
193	44	text
194	45	text
195	46	text
196	47	text
197	48	text
198	49	text
199	50	text
200	51	text
201	52	text
202	53	text
203	54	text
204	55	text
205	56	text
206	57	text
207	58	text
208	59	text
209	60	text
210	61	text
211	62	text
212	63	text
213	64	text
214	65	text
215	66	text
216	67	text
217	68	text
218	69	text
219	70	text
220	71	text
221	72	text
222	73	text
223	74	text
224	75	text
225	76	text
226	77	text
227	78	text
228	79	text
229	80	text
230	81	text
231	82	text
232	83	text
233	84	text
234	85	text
235	86	text
236	87	text
237	88	text
238	89	text
239	90	text
240	91	text
241	92	text
242	93	text
243	94	text
244	95	text
245	96	text
246	97	text
247	98	text
248	99	text
249	100	text
250	101	text
251	102	text
252	103	text
253	104	text
254	105	text
255	106	text
256	107	text
257	108	text
258	109	text
259	110	text
260	111	text
261	112	text
262	113	text
263	114	text
264	115	text
265	116	text
266	117	text
267	118	text
268	119	text
269	120	text
270	121	text
271	122	text
272	123	text
273	124	text
274	125	text
275	126	text
276	127	text
277	128	text
278	129	text
279	130	text
280	131	text
281	132	text
282	133	text
283	134	text
284	135	text
285	136	text
286	137	text
287	138	text
288	139	text
289	140	text
290	141	text
291	142	text
292	143	text
293	144	text
294	145	text
295	146	text
296	147	text
297	148	text
298	149	text
299	150	text
300	1	text
301	2	text
302	3	text
303	4	text
304	5	text
305	6	text
306	7	text
307	8	text
308	9	text
309	10	text
310	11	text
311	12	text
312	13	text
313	14	text
314	15	text
315	16	text
316	17	text
317	18	text
318	19	text
319	20	text
320	21	text
321	22	text
322	23	text
323	24	text
324	25	text
325	26	text
326	27	text
327	28	text
328	29	text
329	30	text
330	31	text
331	32	text
332	33	text
333	34	text
334	35	text
335	36	text
336	37	text
337	38	text
338	39	text
339	40	text
340	41	text
341	42	text
342	43	text
343	44	text
344	45	text
345	46	text
346	47	text
347	48	text
348	49	text
349	50	text
350	51	text
351	52	text
352	53	text
353	54	text
354	55	text
355	56	text
356	57	text
357	58	text
358	59	text
359	60	text
360	61	text
361	62	text
362	63	text
363	64	text
364	65	text
365	66	text
366	67	text
367	68	text
368	69	text
369	70	text
370	71	text
371	72	text
372	73	text
373	74	text
374	75	text
375	76	text
376	77	text
377	78	text
378	79	text
379	80	text
380	81	text
381	82	text
382	83	text
383	84	text
384	85	text
385	86	text
386	87	text
387	88	text
388	89	text
389	90	text
390	91	text
391	92	text
392	93	text
393	94	text
394	95	text
395	96	text
396	97	text
397	98	text
398	99	text
399	100	text
400	101	text
401	102	text
402	103	text
403	104	text
404	105	text
405	106	text
406	107	text
407	108	text
408	109	text
409	110	text
410	111	text
411	112	text
412	113	text
413	114	text
414	115	text
415	116	text
416	117	text
417	118	text
418	119	text
419	120	text
420	121	text
421	122	text
422	123	text
423	124	text
424	125	text
425	126	text
426	127	text
427	128	text
428	129	text
429	130	text
430	131	text
431	132	text
432	133	text
433	134	text
434	135	text
435	136	text
436	137	text
437	138	text
438	139	text
439	140	text
440	141	text
441	142	text
442	143	text
443	144	text
444	145	text
445	146	text
446	147	text
447	148	text
448	149	text
449	150	text
450	1	text
451	2	text
452	3	text
453	4	text
454	5	text
455	6	text
456	7	text
457	8	text
458	9	text
459	10	text
460	11	text
461	12	text
462	13	text
463	14	text
464	15	text
465	16	text
466	17	text
467	18	text
468	19	text
469	20	text
470	21	text
471	22	text
472	23	text
473	24	text
474	25	text
475	26	text
476	27	text
477	28	text
478	29	text
479	30	text
480	31	text
481	32	text
482	33	text
483	34	text
484	35	text
485	36	text
486	37	text
487	38	text
488	39	text
489	40	text
490	41	text
491	42	text
492	43	text
493	44	text
494	45	text
495	46	text
496	47	text
497	48	text
498	49	text
499	50	text
500	51	text
\.


--
-- TOC entry 2597 (class 0 OID 16428)
-- Dependencies: 223
-- Data for Name: tmp_import_0412; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.tmp_import_0412 (id) FROM stdin;
\.


--
-- TOC entry 2598 (class 0 OID 16431)
-- Dependencies: 224
-- Data for Name: tmp_import_0413; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.tmp_import_0413 (id) FROM stdin;
\.


--
-- TOC entry 2596 (class 0 OID 16415)
-- Dependencies: 222
-- Data for Name: tmpl_blocks; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.tmpl_blocks (id, template_id, body) FROM stdin;
1	2	block
2	3	block
3	4	block
4	5	block
5	6	block
6	7	block
7	8	block
8	9	block
9	10	block
10	11	block
11	12	block
12	13	block
13	14	block
14	15	block
15	16	block
16	17	block
17	18	block
18	19	block
19	20	block
20	21	block
21	22	block
22	23	block
23	24	block
24	25	block
25	26	block
26	27	block
27	28	block
28	29	block
29	30	block
30	31	block
31	32	block
32	33	block
33	34	block
34	35	block
35	36	block
36	37	block
37	38	block
38	39	block
39	40	block
40	41	block
41	42	block
42	43	block
43	44	block
44	45	block
45	46	block
46	47	block
47	48	block
48	49	block
49	50	block
50	51	block
51	52	block
52	53	block
53	54	block
54	55	block
55	56	block
56	57	block
57	58	block
58	59	block
59	60	block
60	61	block
61	62	block
62	63	block
63	64	block
64	1	block
65	2	block
66	3	block
67	4	block
68	5	block
69	6	block
70	7	block
71	8	block
72	9	block
73	10	block
74	11	block
75	12	block
76	13	block
77	14	block
78	15	block
79	16	block
80	17	block
81	18	block
82	19	block
83	20	block
84	21	block
85	22	block
86	23	block
87	24	block
88	25	block
89	26	block
90	27	block
91	28	block
92	29	block
93	30	block
94	31	block
95	32	block
96	33	block
97	34	block
98	35	block
99	36	block
100	37	block
101	38	block
102	39	block
103	40	block
104	41	block
105	42	block
106	43	block
107	44	block
108	45	block
109	46	block
110	47	block
111	48	block
112	49	block
113	50	block
114	51	block
115	52	block
116	53	block
117	54	block
118	55	block
119	56	block
120	57	block
121	58	block
122	59	block
123	60	block
124	61	block
125	62	block
126	63	block
127	64	block
128	1	block
129	2	block
130	3	block
131	4	block
132	5	block
133	6	block
134	7	block
135	8	block
136	9	block
137	10	block
138	11	block
139	12	block
140	13	block
141	14	block
142	15	block
143	16	block
144	17	block
145	18	block
146	19	block
147	20	block
148	21	block
149	22	block
150	23	block
151	24	block
152	25	block
153	26	block
154	27	block
155	28	block
156	29	block
157	30	block
158	31	block
159	32	block
160	33	block
161	34	block
162	35	block
163	36	block
164	37	block
165	38	block
166	39	block
167	40	block
168	41	block
169	42	block
170	43	block
171	44	block
172	45	block
173	46	block
174	47	block
175	48	block
176	49	block
177	50	block
178	51	block
179	52	block
180	53	block
181	54	block
182	55	block
183	56	block
184	57	block
185	58	block
186	59	block
187	60	block
188	61	block
189	62	block
190	63	block
191	64	block
192	1	block
193	2	block
194	3	block
195	4	block
196	5	block
197	6	block
198	7	block
199	8	block
200	9	block
201	10	block
202	11	block
203	12	block
204	13	block
205	14	block
206	15	block
207	16	block
208	17	block
209	18	block
210	19	block
211	20	block
212	21	block
213	22	block
214	23	block
215	24	block
216	25	block
217	26	block
218	27	block
219	28	block
220	29	block
221	30	block
222	31	block
223	32	block
224	33	block
225	34	block
226	35	block
227	36	block
228	37	block
229	38	block
230	39	block
231	40	block
232	41	block
233	42	block
234	43	block
235	44	block
236	45	block
237	46	block
238	47	block
239	48	block
240	49	block
241	50	block
242	51	block
243	52	block
244	53	block
245	54	block
246	55	block
247	56	block
248	57	block
249	58	block
250	59	block
251	60	block
252	61	block
253	62	block
254	63	block
255	64	block
256	1	block
257	2	block
258	3	block
259	4	block
260	5	block
261	6	block
262	7	block
263	8	block
264	9	block
265	10	block
266	11	block
267	12	block
268	13	block
269	14	block
270	15	block
271	16	block
272	17	block
273	18	block
274	19	block
275	20	block
276	21	block
277	22	block
278	23	block
279	24	block
280	25	block
281	26	block
282	27	block
283	28	block
284	29	block
285	30	block
286	31	block
287	32	block
288	33	block
289	34	block
290	35	block
291	36	block
292	37	block
293	38	block
294	39	block
295	40	block
296	41	block
297	42	block
298	43	block
299	44	block
300	45	block
301	46	block
302	47	block
303	48	block
304	49	block
305	50	block
306	51	block
307	52	block
308	53	block
309	54	block
310	55	block
\.


--
-- TOC entry 2595 (class 0 OID 16406)
-- Dependencies: 221
-- Data for Name: tmplates; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.tmplates (id, title, body) FROM stdin;
1	Template 1	body
2	Template 2	body
3	Template 3	body
4	Template 4	body
5	Template 5	body
6	Template 6	body
7	Template 7	body
8	Template 8	body
9	Template 9	body
10	Template 10	body
11	Template 11	body
12	Template 12	body
13	Template 13	body
14	Template 14	body
15	Template 15	body
16	Template 16	body
17	Template 17	body
18	Template 18	body
19	Template 19	body
20	Template 20	body
21	Template 21	body
22	Template 22	body
23	Template 23	body
24	Template 24	body
25	Template 25	body
26	Template 26	body
27	Template 27	body
28	Template 28	body
29	Template 29	body
30	Template 30	body
31	Template 31	body
32	Template 32	body
33	Template 33	body
34	Template 34	body
35	Template 35	body
36	Template 36	body
37	Template 37	body
38	Template 38	body
39	Template 39	body
40	Template 40	body
41	Template 41	body
42	Template 42	body
43	Template 43	body
44	Template 44	body
45	Template 45	body
46	Template 46	body
47	Template 47	body
48	Template 48	body
49	Template 49	body
50	Template 50	body
51	Template 51	body
52	Template 52	body
53	Template 53	body
54	Template 54	body
55	Template 55	body
56	Template 56	body
57	Template 57	body
58	Template 58	body
59	Template 59	body
60	Template 60	body
61	Template 61	body
62	Template 62	body
63	Template 63	body
64	Template 64	body
\.


--
-- TOC entry 2437 (class 2606 OID 16392)
-- Name: customers customers_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);


--
-- TOC entry 2439 (class 2606 OID 16400)
-- Name: letters letters_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.letters
    ADD CONSTRAINT letters_pkey PRIMARY KEY (id);


--
-- TOC entry 2443 (class 2606 OID 16422)
-- Name: tmpl_blocks tmpl_blocks_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tmpl_blocks
    ADD CONSTRAINT tmpl_blocks_pkey PRIMARY KEY (id);


--
-- TOC entry 2441 (class 2606 OID 16414)
-- Name: tmplates tmplates_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tmplates
    ADD CONSTRAINT tmplates_pkey PRIMARY KEY (id);


--
-- TOC entry 2444 (class 2606 OID 16401)
-- Name: letters letters_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.letters
    ADD CONSTRAINT letters_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id);


--
-- TOC entry 2445 (class 2606 OID 16423)
-- Name: tmpl_blocks tmpl_blocks_template_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.tmpl_blocks
    ADD CONSTRAINT tmpl_blocks_template_id_fkey FOREIGN KEY (template_id) REFERENCES public.tmplates(id);


--
-- TOC entry 2604 (class 0 OID 0)
-- Dependencies: 219
-- Name: TABLE customers; Type: ACL; Schema: public; Owner: postgres
--

GRANT ALL ON TABLE public.customers TO web;


--
-- TOC entry 2605 (class 0 OID 0)
-- Dependencies: 220
-- Name: TABLE letters; Type: ACL; Schema: public; Owner: postgres
--

GRANT ALL ON TABLE public.letters TO web;


--
-- TOC entry 2606 (class 0 OID 0)
-- Dependencies: 223
-- Name: TABLE tmp_import_0412; Type: ACL; Schema: public; Owner: postgres
--

GRANT ALL ON TABLE public.tmp_import_0412 TO web;


--
-- TOC entry 2607 (class 0 OID 0)
-- Dependencies: 224
-- Name: TABLE tmp_import_0413; Type: ACL; Schema: public; Owner: postgres
--

GRANT ALL ON TABLE public.tmp_import_0413 TO web;


--
-- TOC entry 2608 (class 0 OID 0)
-- Dependencies: 222
-- Name: TABLE tmpl_blocks; Type: ACL; Schema: public; Owner: postgres
--

GRANT ALL ON TABLE public.tmpl_blocks TO web;


--
-- TOC entry 2609 (class 0 OID 0)
-- Dependencies: 221
-- Name: TABLE tmplates; Type: ACL; Schema: public; Owner: postgres
--

GRANT ALL ON TABLE public.tmplates TO web;


-- Completed on 2026-10-19 23:00:00 JST

--
-- PostgreSQL database dump complete
--

\unrestrict aOZcy7GbPwDsnaE818BN9T1NxbOGICnVFtwqz1Odoq6W5vqzJqiMzs8T0AOrAuW

