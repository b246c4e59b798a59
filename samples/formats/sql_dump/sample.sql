-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: bakery
-- ------------------------------------------------------
DROP TABLE IF EXISTS `loaves`;
CREATE TABLE `loaves` (
  `id` int NOT NULL AUTO_INCREMENT,
  `name` varchar(60) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=3;
INSERT INTO `loaves` VALUES (1,'rye'),(2,'spelt; it''s (new)');
-- Dump completed on 2026-01-06  2:30:01
