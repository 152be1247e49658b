using Mono.Cecil;
using OciFs.Fuzz.Engine;

namespace OciFs.Fuzz.Instrument;

/// <summary>Rewrites assemblies so that they count every edge of their control flow in <see cref="Coverage.Map"/>.</summary>
internal sealed class AssemblyInstrumenter
{
    private int _edges;

    /// <summary>Edges that have a number so far.</summary>
    public int Edges => _edges;

    /// <summary>Rewrites one assembly.</summary>
    /// <param name="from">The file to read.</param>
    /// <param name="to">The file to write; another one.</param>
    /// <exception cref="InvalidOperationException">There are more edges than counters.</exception>
    public void Rewrite(string from, string to)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(from));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using var assembly = AssemblyDefinition.ReadAssembly(from, new ReaderParameters { AssemblyResolver = resolver });
        var map = assembly.MainModule.ImportReference(typeof(Coverage).GetField(nameof(Coverage.Map)));
        foreach (var method in assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
            MethodInstrumenter.Rewrite(method.Body, map, NextEdge);
        assembly.Write(to);
    }

    private int NextEdge() => _edges < Coverage.MostEdges
        ? _edges++
        : throw new InvalidOperationException($"more than {Coverage.MostEdges} edges");
}
