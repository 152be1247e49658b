namespace OciFs.Tests.Documentation;

/// <summary>What the examples take for the console: each run has its own.</summary>
internal static class Console
{
    [ThreadStatic]
    private static StringWriter? _output;

    /// <summary>What is printed while something runs.</summary>
    public static string Of(Action run)
    {
        _output = new StringWriter { NewLine = "\n" };
        run();
        return _output.ToString();
    }

    public static void WriteLine(object? value) => _output!.WriteLine(value);
}
