namespace OciFs.Fuzz.Engine;

/// <summary>What a harness found wrong without an exception of the product: a disagreement, or more memory than the input is worth.</summary>
internal sealed class FindingException(string what) : Exception(what);
