namespace OciFs.Tar.Tests.Tools;

internal static class Expect
{
    /// <summary>The same lines in the same order; a difference is shown with what is around it.</summary>
    public static void Lines(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));

    public static void Sorted(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Lines(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
}
