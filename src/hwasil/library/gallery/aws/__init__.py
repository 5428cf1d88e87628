"""A gallery in Amazon Web Services: bytes in S3, rows in DynamoDB, links through CloudFront."""
