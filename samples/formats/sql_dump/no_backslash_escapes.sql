-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version	8.0.36
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,NO_BACKSLASH_ESCAPES' */;
DROP TABLE IF EXISTS `a`;
CREATE TABLE `a` (
  `p` varchar(20) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `a` VALUES ('C:\'),('D:\');
DROP TABLE IF EXISTS `b`;
CREATE TABLE `b` (
  `p` varchar(20) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `b` VALUES ('x'),('y'),('z');
-- Dump completed on 2026-11-23  3:00:01
